"""Finding disputes by whatever somebody remembers of them, within what they may see."""

from typing import Any

import pytest
from sqlalchemy import Engine

from mediation.cases.model import Appointment, Attempt
from mediation.parties.operations import NewParty
from mediation.search.operations import catch_up
from mediation.search.queries import Found, Narrowed, exactly, find
from tests.factories import a_person, a_post, a_unit
from tests.factories.county import WORKING, County


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine)


def couple(one: str, other: str, **more: Any) -> tuple[NewParty, NewParty]:
    return NewParty(side="applicant", name=one, **more), NewParty(side="respondent", name=other)


@pytest.fixture
def leak(county: County) -> int:
    """A dispute there is everything to find of."""
    case_id = county.report(
        title="屋檐滴水漏到邻家墙面",
        story="去年加盖二楼，用的是ABS水管，型号DN110。",
        place="3 组（老水井）旁",
        plot="430181104219JC00123",
        parties=couple("欧阳锦绣", "李乙", nickname="老憨头"),
    )
    county.report(
        title="田埂往这边移了一犁", story="少了约三厘田。", parties=couple("朱甲", "朱乙"), kind="land"
    )
    catch_up(county.system.uow)
    return case_id


def look(county: County, typed: str, login: str = "village_director", **more: Any) -> Found:
    with county.session() as session:
        return find(session, identity=county.who(login), typed=typed, **more)


def ids(county: County, typed: str, login: str = "village_director", **more: Any) -> list[int]:
    return [hit.case_id for hit in look(county, typed, login, **more).items]


BY_FIELD = (
    ("浏调〔2026〕000001号", "number"),
    ("浏调2026000001号", "number"),
    ("屋檐滴水", "title"),
    ("滴水", "title"),
    ("老水井", "place"),
    ("３组", "place"),
    ("430181104219jc123", "place"),
    ("南岳村青桥", "place"),
    ("邻里", "kind"),
    ("欧阳锦绣", "party"),
    ("锦绣", "party"),
    ("憨头", "party"),
    ("加盖二楼", "told"),
    ("abs水管", "told"),
    ("DN110", "told"),
    ("登记了在", "told"),
)


def test_finds_by_each_field_and_says_which(county: County, leak: int) -> None:
    for typed, where in BY_FIELD:
        found = look(county, typed)
        hits = {hit.case_id: hit.where for hit in found.items}

        assert where in hits.get(leak, ()), typed
        assert found.how == "whole", typed


def test_words_between_blanks_or_signs_must_all_stand_somewhere(county: County, leak: int) -> None:
    for typed in ("老水井 滴水 锦绣", "屋檐，加盖二楼"):
        assert ids(county, typed) == [leak], typed
        assert ids(county, f"{typed} 彩礼") == [], typed


def test_characters_in_another_order_are_another_word(county: County, leak: int) -> None:
    for typed in ("滴水屋檐下", "井水", "10", "憨老"):
        assert look(county, typed).how != "whole", typed


def test_a_long_word_is_parted_when_it_stands_nowhere(county: County, leak: int) -> None:
    found = look(county, "水井旁边屋檐滴水")

    assert [hit.case_id for hit in found.items] == [leak]
    assert found.how in ("parted", "some")
    assert "滴水" in found.words


def test_all_parts_count_before_some(county: County, leak: int) -> None:
    found = look(county, "墙面滴水")

    assert (found.how, [hit.case_id for hit in found.items]) == ("parted", [leak])


def test_marks_what_was_asked_for(county: County, leak: int) -> None:
    [hit] = look(county, "滴水 二楼").items

    assert [part.text for part in hit.title if part.is_hit] == ["滴水"]
    assert [part.text for part in hit.told if part.is_hit] == ["二楼"]


def test_a_lone_character_is_not_looked_for(county: County, leak: int) -> None:
    for typed in ("", " ", "水", "《》"):
        found = look(county, typed)

        assert (found.items, found.how) == ((), ""), typed
        assert found.left_out == tuple(typed.strip("《》 "))


def test_a_lone_character_beside_a_word_is_left_out_and_said(county: County, leak: int) -> None:
    found = look(county, "王 滴水")

    assert [hit.case_id for hit in found.items] == [leak]
    assert found.left_out == ("王",)


def test_signs_of_the_index_s_own_language_are_only_signs(county: County, leak: int) -> None:
    for typed in ("滴水' OR 1=1 --", '"滴水" AND NOT', "滴水:* & !", "(滴水"):
        assert look(county, typed) is not None


def test_who_sees_no_case_finds_none(county: County, leak: int) -> None:
    with county.system.uow() as uow:
        other = a_unit(uow.session, name="第10微网格", parent=_unit(uow.session, county, "branch"))
        person = a_person(uow.session, name="邱远山")
        a_post(uow.session, person=person, role="grid_leader", unit=other, from_on=WORKING)
        county.logins["elsewhere"] = person.id
        uow.commit()

    for typed in ("滴水", "欧阳锦绣", "老水井", "加盖二楼", "浏调"):
        assert ids(county, typed, "elsewhere") == []
    with county.session() as session:
        assert (
            exactly(session, identity=county.who("elsewhere"), typed="浏调2026000001号", prefix="浏调")
            is None
        )


def test_who_was_recused_finds_it_no_more(county: County, leak: int) -> None:
    mine = county.logins["village_director"]
    with county.system.uow() as uow:
        attempt = uow.add(
            Attempt(
                case_id=leak, seq=9, level="village", unit_id=county.units["village"], opened_at=county.at
            )
        )
        uow.session.flush()
        uow.add(
            Appointment(
                case_id=leak,
                attempt_id=attempt.id,
                person_id=mine,
                duty="mediator",
                appointed_at=county.at,
                recused_at=county.at,
            )
        )
        uow.commit()

    assert ids(county, "滴水") == []


def test_an_auditor_finds_neither_by_names_nor_by_titles_and_reads_none(county: County) -> None:
    case_id = county.report(
        title="欧阳锦绣屋檐滴水纠纷",
        story="欧阳锦绣加盖二楼。",
        place="欧阳锦绣家门口",
        parties=couple("欧阳锦绣", "李乙", nickname="老憨头"),
    )
    catch_up(county.system.uow)

    for typed in ("欧阳锦绣", "锦绣", "老憨头", "屋檐滴水", "锦绣家"):
        assert ids(county, typed, "auditor") == []
    [hit] = look(county, "加盖二楼", "auditor").items
    said = "".join(part.text for parts in (hit.title, hit.told, hit.place) for part in parts)
    assert hit.case_id == case_id
    assert "锦绣" not in said
    assert ids(county, "家门口", "auditor") == [case_id]


def test_a_case_of_violence_is_found_by_nobody_by_its_place(county: County) -> None:
    case_id = county.report(
        title="家中打骂",
        place="3组老水井旁",
        kind="family",
        traits={"violence": True},
        parties=couple("陈甲甲", "陈乙乙"),
    )
    catch_up(county.system.uow)

    for login in ("village_director", "county_director", "auditor", "town_police"):
        assert ids(county, "老水井", login) == []
    assert ids(county, "陈甲甲", "village_director") == [case_id]
    assert ids(county, "陈甲甲", "county_director") == []
    assert ids(county, "打骂", "county_director") == []
    assert ids(county, "浏调2026", "county_director") == [case_id]


def test_violence_found_later_seals_the_place_at_once(county: County) -> None:
    from mediation.casework.interruptions import raise_risk

    case_id = county.report(place="3组老水井旁", kind="family")
    catch_up(county.system.uow)
    assert ids(county, "老水井", "county_director") == [case_id]

    with county.system.uow() as uow:
        by = county.who("village_director").actor_for("village_director", county.units["village"])
        raise_risk(uow, case_id=case_id, trigger="violence", reason="动手打人", by=by, at=county.at)
        uow.commit()

    assert ids(county, "老水井", "county_director") == []
    assert ids(county, "老水井", "village_director") == []


def test_a_minor_s_name_finds_nothing(county: County) -> None:
    child = NewParty(side="child", name="陈小星", nickname="星伢子", is_minor=True)
    case_id = county.report(
        title="陈小星被打伤纠纷", story="陈小星和同学争吵。", parties=(*couple("陈甲甲", "李乙乙"), child)
    )
    catch_up(county.system.uow)

    assert ids(county, "陈小星") == []
    assert ids(county, "星伢子") == []
    [hit] = look(county, "打伤").items
    assert hit.case_id == case_id
    assert "陈小星" not in "".join(part.text for part in hit.title)


def test_pages_go_on_by_key_without_gap_or_double(county: County) -> None:
    cases = [county.report(title=f"第{number}户漏水", submission=str(number)) for number in range(7)]

    first = look(county, "漏水", size=3)
    second = look(county, "漏水", size=3, after=first.next)
    third = look(county, "漏水", size=3, after=second.next)

    assert [hit.case_id for page in (first, second, third) for hit in page.items] == cases[::-1]
    assert third.next is None


def test_pages_of_parted_words_go_on_too(county: County) -> None:
    cases = [county.report(title=f"墙面渗水，第{number}户", submission=str(number)) for number in range(5)]

    first = look(county, "渗水墙面", size=3)
    second = look(county, "渗水墙面", size=3, after=first.next)

    assert first.how == second.how == "parted"
    assert [hit.case_id for page in (first, second) for hit in page.items] == cases[::-1]


def test_common_words_are_walked_through_and_then_gathered(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mediation.search.queries import candidates

    monkeypatch.setattr(candidates, "FEW", 2)
    monkeypatch.setattr(candidates, "STEP", 2)
    monkeypatch.setattr(candidates, "WALKED_AT_MOST", 2)
    old = [county.report(title="漏水", submission=f"a{number}") for number in range(4)]
    for number in range(3):
        county.report(title="田埂", submission=f"b{number}")

    for login in ("village_director", "county_director"):
        assert ids(county, "漏水", login) == old[::-1]


def test_narrows_by_kind_level_unit_and_state(county: County, leak: int) -> None:
    with county.session() as session:
        path = _unit(session, county, "village").path

    assert ids(county, "浏调2026", narrowed=Narrowed(kind="neighbour")) == [leak]
    assert ids(county, "浏调2026", narrowed=Narrowed(kind="labour")) == []
    assert leak in ids(county, "浏调2026", narrowed=Narrowed(level="grid"))
    assert ids(county, "浏调2026", narrowed=Narrowed(is_closed=True)) == []
    assert leak in ids(county, "浏调2026", narrowed=Narrowed(unit_path=path))
    assert ids(county, "浏调2026", narrowed=Narrowed(unit_path="/99999/")) == []


MEANT = ("浏调〔2026〕000001号", "浏调[2026]1号", "2026-1", "2026000001", " 浏调 2026 000001 ")
NOT_MEANT = ("浏调", "000001", "2026", "20261", "滴水2026 1")


def test_a_number_typed_in_full_is_that_case_and_less_is_not(county: County, leak: int) -> None:
    who = county.who("village_director")
    with county.session() as session:
        for typed in MEANT:
            assert exactly(session, identity=who, typed=typed, prefix="浏调") == leak, typed
        for typed in NOT_MEANT:
            assert exactly(session, identity=who, typed=typed, prefix="浏调") is None, typed


def _unit(session: Any, county: County, level: str) -> Any:
    from mediation.units.model import Unit

    return session.get_one(Unit, county.units[level])
