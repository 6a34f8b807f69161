"""Whose search finds what: by sight, recusal and office, and what nobody finds."""

import pytest

from mediation.cases.model import Appointment, Attempt
from mediation.parties.operations import NewParty
from mediation.search.operations import catch_up
from mediation.search.queries import exactly
from tests.factories import a_person, a_post, a_unit
from tests.factories.county import WORKING, County
from tests.operations.search_stage import couple, ids, look, report_leak, unit_at


@pytest.fixture
def leak(county: County) -> int:
    return report_leak(county)


def test_who_sees_no_case_finds_none(county: County, leak: int) -> None:
    with county.system.uow() as uow:
        other = a_unit(uow.session, name="第10微网格", parent=unit_at(uow.session, county, "branch"))
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
