"""What cases are found by is kept: at once for new ones, a little later for what their ledgers add."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger.operations import record_refusal
from mediation.ledger.operations import write as write_ledger
from mediation.parties.model import NameGram
from mediation.parties.operations import NewParty
from mediation.parties.queries import cases_with_name
from mediation.search.model import SearchText
from mediation.search.operations import catch_up, rebuild, waiting
from mediation.search.rules.asking import Word
from tests.factories.county import County


def kept(county: County, case_id: int) -> set[str]:
    """The words of a case."""
    with county.session() as session:
        words = session.scalar(select(SearchText.words).where(SearchText.case_id == case_id))
        return set(str(words or "").replace("'", "").split())


def holds(county: County, case_id: int, word: str) -> bool:
    return set(Word(word).tokens) <= kept(county, case_id)


def test_a_new_case_is_found_at_once_by_its_number(county: County) -> None:
    case_id = county.report()

    assert holds(county, case_id, "000001号")
    assert not holds(county, case_id, "楼下墙面")


def test_the_story_and_the_ledger_follow(county: County) -> None:
    case_id = county.report()

    caught = catch_up(county.system.uow)

    assert caught == 1
    assert holds(county, case_id, "楼下墙面")
    assert holds(county, case_id, "编号浏调")
    assert catch_up(county.system.uow) == 0


def test_what_the_ledger_adds_is_read_on(county: County) -> None:
    case_id = county.report()
    catch_up(county.system.uow)
    county.do(case_id, "grid_accept", {"decision": "accept"})

    with county.session() as session:
        assert waiting(session) == 1
    catch_up(county.system.uow)

    assert holds(county, case_id, "微网格长甲")


def test_a_refused_act_lets_nothing_wait(county: County) -> None:
    case_id = county.report()
    catch_up(county.system.uow)

    with county.system.uow() as uow:
        uow.session.execute(text("INSERT INTO search_waiting VALUES (:case, 9)"), {"case": case_id})

    with county.session() as session:
        assert waiting(session) == 0


def test_one_that_dies_in_the_middle_leaves_its_case_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = county.report()
    opened = county.system.uow

    def dying() -> UnitOfWork:
        uow = opened()

        @event.listens_for(uow.session, "before_commit")
        def _die(_: object) -> None:
            raise KeyboardInterrupt

        return uow

    with pytest.raises(KeyboardInterrupt):
        catch_up(dying)

    assert not holds(county, case_id, "楼下墙面")
    assert catch_up(opened) == 1
    assert holds(county, case_id, "楼下墙面")


def test_a_case_that_cannot_be_read_does_not_hold_up_the_others(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mediation.search.operations import catching_up

    bad, good = county.report(), county.report(title="田埂纠纷", story="田埂往这边移了一犁。")
    read = catching_up.rows_of

    def failing(session: Session, case_ids: Collection[int]) -> object:
        if bad in case_ids:
            raise ValueError("unreadable")
        return read(session, case_ids)

    monkeypatch.setattr(catching_up, "rows_of", failing)

    assert catch_up(county.system.uow) == 1
    assert holds(county, good, "田埂往这边")
    with county.session() as session:
        assert waiting(session) == 1


def test_a_rebuild_makes_the_same_as_was_kept_bit_by_bit(county: County) -> None:
    cases = [county.report(place=f"{number}组老水井旁", plot=f"12-{number}") for number in range(3)]
    county.do(cases[0], "grid_accept", {"decision": "accept"})
    catch_up(county.system.uow)
    before = {case_id: kept(county, case_id) for case_id in cases}
    grams = _grams(county)
    with county.system.uow() as uow:
        for table in ("search_texts", "name_grams"):
            uow.session.execute(text(f"DELETE FROM {table}"))
        uow.session.execute(text("UPDATE cases SET place_key = ''"))
        uow.commit()
    told: list[int] = []

    done = rebuild(county.system.uow, progress=told.append)

    assert (done, sum(told)) == (3, 3)
    assert {case_id: kept(county, case_id) for case_id in cases} == before
    assert _grams(county) == grams
    with county.session() as session:
        assert session.scalars(select(Case.place_key).order_by(Case.id)).all() == [
            f"{number}组老水井旁" for number in range(3)
        ]


def test_a_case_from_before_gets_its_keys_when_it_is_first_read(county: County) -> None:
    case_id = county.report(place="3 组（老水井）旁")
    with county.system.uow() as uow:
        for table in ("search_texts", "name_grams"):
            uow.session.execute(text(f"DELETE FROM {table}"))
        uow.session.execute(text("UPDATE cases SET place_key = ''"))
        uow.commit()

    catch_up(county.system.uow)

    assert county.case(case_id).place_key == "3组老水井旁"
    assert _grams(county)


def test_completing_a_task_costs_search_nothing(county: County) -> None:
    case_id = county.report()
    statements: list[str] = []
    event.listen(county.system.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    county.do(case_id, "grid_accept", {"decision": "accept"})

    assert [each for each in statements if "search_" in each] == []


def test_reporting_costs_search_one_statement(county: County) -> None:
    statements: list[str] = []
    event.listen(county.system.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    county.report()

    assert len([each for each in statements if "search_" in each]) == 1


def test_a_minor_is_nowhere_among_the_words(county: County) -> None:
    child = NewParty(side="child", name="陈小星", nickname="水生", is_minor=True)
    case_id = county.report(
        title="陈小星被打伤纠纷",
        story="陈小星（水生）在村口被打伤。",
        place="陈小星家门口",
        parties=(NewParty(side="applicant", name="陈甲"), NewParty(side="respondent", name="李乙"), child),
    )
    catch_up(county.system.uow)
    words = kept(county, case_id)

    for name in ("陈小星", "水生"):
        found = set(Word(name).tokens)
        assert not any(token in word for token in found for word in words)
    with county.session() as session:
        asked = cases_with_name("陈小星")
        assert asked is not None
        assert session.scalars(asked).all() == []
        assert session.scalars(select(NameGram.party_id)).all()


def test_names_lie_nowhere_in_the_clear(tmp_path: Path) -> None:
    from mediation.kernel.database import open_engine, writing
    from mediation.kernel.migrations import all_tables

    engine = open_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    all_tables().create_all(writing(engine))
    county = County(engine)
    county.report(
        title="漏水纠纷",
        story="欧阳锦绣家漏水，欧阳锦绣（老憨头）不肯修。",
        place="欧阳锦绣家",
        parties=(
            NewParty(side="applicant", name="欧阳锦绣", nickname="老憨头"),
            NewParty(side="respondent", name="李乙"),
        ),
    )
    catch_up(county.system.uow)
    with county.session() as session:
        texts = " ".join(session.scalars(select(SearchText.words)))
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for part in ("欧阳", "阳锦", "锦绣", "老憨", "憨头"):
        [code] = Word(part).tokens
        assert code not in texts
        assert code.encode() not in stored


def _grams(county: County) -> set[tuple[str, int, int]]:
    with county.session() as session:
        return set(session.execute(select(NameGram.gram, NameGram.case_id, NameGram.party_id)).tuples())


@pytest.mark.postgresql
def test_a_line_that_commits_while_others_are_read_is_not_missed(county: County) -> None:
    others = (NewParty(side="applicant", name="朱甲"), NewParty(side="respondent", name="朱乙"))
    slow, quick = county.report(), county.report(title="田埂纠纷", parties=others)
    catch_up(county.system.uow)
    by = county.who("village_director").actor_for("village_director", county.units["village"])
    with county.system.uow() as acting:
        record_refusal(acting, case_id=slow, act="撤回", sentence="迟到的一句话。", by=by, at=county.at)
        write_ledger(acting)
        county.do(quick, "grid_accept", {"decision": "accept"})

        assert catch_up(county.system.uow) == 1
        acting.session.commit()

    assert not holds(county, slow, "迟到的一句")
    assert catch_up(county.system.uow) == 1
    assert holds(county, slow, "迟到的一句")


@pytest.mark.postgresql
def test_two_at_once_share_the_cases_and_both_end(county: County) -> None:
    cases = [county.report(title=f"第{number}户漏水", submission=str(number)) for number in range(12)]

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: catch_up(county.system.uow, batch=2), range(2)))

    assert sum(done) == len(cases)
    assert all(holds(county, case_id, "楼下墙面") for case_id in cases)
    with county.session() as session:
        assert waiting(session) == 0
