"""Acting on many disputes from the board: looked at first, each for itself, a form sent twice counts once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.boards.acting import (
    HANDLER,
    LEAD,
    Instruct,
    Order,
    Outcome,
    PutOnList,
    Reassign,
    TakeOff,
    desks_by_case,
    owners_for,
    press,
    preview,
)
from mediation.boards.acting.orders import InstructedAlready, NothingChosen, TooManyChosen
from mediation.casework.model import WorkItem
from mediation.ledger.queries import lines
from mediation.oversight.model import Instruction, Listing
from mediation.oversight.refusals import OwnerAbove
from mediation.people.model import Absence, Person
from mediation.units.model import Unit
from tests.factories import a_person, a_post, a_unit
from tests.factories.county import County, moment

AT = moment("2026-09-01 10:00")
TO_LEAD = Instruct(owner=LEAD, finish_by=date(2026, 9, 3), instruction="三天内上门核实。")


def act(county: County, order: Order, cases: Sequence[int], **more: Any) -> tuple[Outcome, ...]:
    given = {"submission": "form-1", "by": county.who("town_director"), **more}
    return press(county.system.uow, case_ids=cases, order=order, at=AT, **given)


def told(county: County, case_id: int) -> list[str]:
    with county.session() as session:
        return [line.sentence for line in lines(session, case_id, size=100).items]


def count(county: County, model: Any) -> int:
    with county.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_each_gets_an_instruction_of_its_own(county: County) -> None:
    cases = [county.report(submission=f"r{number}", title=f"第{number}起") for number in range(3)]

    outcomes = act(county, TO_LEAD, cases)

    assert [each.is_done for each in outcomes] == [True] * 3
    with county.session() as session:
        given = session.scalars(select(Instruction).order_by(Instruction.id)).all()
        assert [each.case_id for each in given] == cases
        assert [each.number for each in given] == [f"浏督〔2026〕00000{number}号" for number in (1, 2, 3)]
        assert {each.owner_id for each in given} == {county.logins["grid_leader"]}
        assert {each.origin for each in given} == {"board"}
    assert any("下达督办单浏督〔2026〕000001号" in line for line in told(county, cases[0]))


def test_looking_first_says_what_will_happen_and_writes_nothing(county: County) -> None:
    case_id = county.report()
    before = told(county, case_id)

    (seen,) = preview(
        county.system.uow, case_ids=[case_id], order=TO_LEAD, by=county.who("town_director"), at=AT
    )

    assert seen.said is not None
    assert seen.said.message == "下达督办单，由{owner}办理，到{finish_by}止"
    assert seen.said.params["owner"].endswith("微网格长微网格长甲")
    assert (count(county, Instruction), told(county, case_id)) == (0, before)


def test_a_form_sent_twice_counts_once_and_tells_the_same(county: County) -> None:
    case_id = county.report()

    first, second = act(county, TO_LEAD, [case_id]), act(county, TO_LEAD, [case_id])

    assert (first[0].is_again, second[0].is_again) == (False, True)
    assert first[0].said == second[0].said
    assert count(county, Instruction) == 1
    (beside,) = act(county, TO_LEAD, [case_id], submission="form-2")
    assert isinstance(beside.why, InstructedAlready)
    assert count(county, Instruction) == 1
    with county.session() as session:
        known = frozenset(session.scalars(select(Instruction.id)))
    knowing = replace(TO_LEAD, besides=known)
    act(county, knowing, [case_id], submission="form-2")
    assert count(county, Instruction) == 2


def test_what_is_refused_stops_none_of_the_others(county: County) -> None:
    with county.system.uow() as uow:
        uow.get(Person, county.logins["grid_leader"]).name = "李甲"
        uow.commit()
    case_id = county.report()
    director = county.logins["village_director"]
    order = Instruct(owner=director, finish_by=date(2026, 9, 3), instruction="上门核实")

    (is_party,) = act(county, TO_LEAD, [case_id])
    fine, unknown = act(county, order, [case_id, 4711], submission="form-2")

    assert "当事人" in str(is_party.why)
    assert (fine.is_done, unknown.is_done, unknown.number) == (True, False, "")
    assert count(county, Instruction) == 1


def test_nobody_instructs_outside_their_area_nor_themselves(county: County) -> None:
    case_id = county.report()
    with county.system.uow() as uow:
        county_unit = uow.get(Unit, county.units["county"])
        town = a_unit(uow.session, name="沿溪镇", parent=county_unit)
        stranger = a_person(uow.session, name="邹远")
        a_post(uow.session, person=stranger, role="town_director", unit=town)
        uow.commit()
    county.logins["stranger"] = stranger.id

    (afar,) = act(county, TO_LEAD, [case_id], by=county.who("stranger"))
    to_self = Instruct(owner=county.logins["town_director"], finish_by=date(2026, 9, 3), instruction="自己办")
    (own,) = act(county, to_self, [case_id], submission="form-2")
    to_stranger = Instruct(owner=stranger.id, finish_by=date(2026, 9, 3), instruction="去办一下")
    (other,) = act(county, to_stranger, [case_id], submission="form-3", by=county.who("county_supervisor"))

    assert [each.is_done for each in (afar, own, other)] == [False] * 3
    assert "不能下达给您自己" in str(own.why)
    assert "没有上下级关系" in str(other.why)
    assert count(county, Instruction) == 0


def test_nobody_instructs_their_own_head_and_the_head_instructs_them(county: County) -> None:
    with county.system.uow() as uow:
        town = uow.get(Unit, county.units["town"])
        head = a_person(uow.session, name="罗国强")
        a_post(uow.session, person=head, role="town_leader", unit=town)
        uow.commit()
        head_id = head.id
    case_id = county.report(title="漏水")
    to_head, director = replace(TO_LEAD, owner=head_id), county.who("town_director")

    (upwards,) = act(county, to_head, [case_id])
    (downwards,) = act(
        county,
        replace(TO_LEAD, owner=director.person_id),
        [case_id],
        submission="b",
        by=county.who("town_leader"),
    )
    (from_above,) = act(county, to_head, [case_id], submission="c", by=county.who("county_supervisor"))

    assert isinstance(upwards.why, OwnerAbove)
    assert downwards.is_done
    assert isinstance(from_above.why, InstructedAlready)
    with county.session() as session:
        given = {"case_ids": [case_id], "on": AT.date()}
        offered = owners_for(session, county.system.locality, **given, by=director)
        from_the_county = owners_for(
            session, county.system.locality, **given, by=county.who("county_supervisor")
        )
    assert head_id not in {each.who.id for each in offered}
    assert head_id in {each.who.id for each in from_the_county}


def test_whose_post_it_is_and_who_of_it_is_away_is_said_before_reassigning(county: County) -> None:
    case_id = county.report(title="漏水")
    with county.system.uow() as uow:
        grid = uow.get(Unit, county.units["grid"])
        away, substitute = (a_person(uow.session, name=name) for name in ("童月娥", "钟秀珍"))
        for each in (away, substitute):
            a_post(uow.session, person=each, role="grid_leader", unit=grid)
        uow.session.add(
            Absence(
                person_id=away.id,
                substitute_id=substitute.id,
                from_on=AT.date(),
                to_on=AT.date(),
                reason="出差",
            )
        )
        uow.commit()

    with county.session() as session:
        by = county.who("town_director")
        (desk,) = desks_by_case(session, county.system.locality, [case_id], AT.date(), by=by)[case_id]

    assert (desk.role, desk.unit) == ("grid_leader", grid.full_name)
    marks = {each.name: each.away and each.away.substitute for each in desk.others}
    assert (marks["童月娥"], marks["钟秀珍"]) == ("钟秀珍", None)


def test_reassigning_moves_the_open_tasks_of_the_post_and_no_day_changes(county: County) -> None:
    with county.system.uow() as uow:
        second = a_person(uow.session, name="张桂英")
        a_post(uow.session, person=second, role="grid_leader", unit=uow.get(Unit, county.units["grid"]))
        uow.commit()
    case_id = county.report()
    before = county.item(case_id, "grid_accept")

    (outcome,) = act(county, Reassign(to_id=second.id, reason="徐满爷住院"), [case_id])
    (again,) = act(county, Reassign(to_id=second.id, reason="徐满爷住院"), [case_id], submission="form-2")

    after = county.item(case_id, "grid_accept")
    assert outcome.said is not None
    assert outcome.said.params["to"] == "张桂英"
    assert (after.person_id, after.due_at, after.clock_id) == (second.id, before.due_at, before.clock_id)
    assert "已经在张桂英名下" in str(again.why)


def test_reassigning_to_who_holds_no_such_post_is_refused(county: County) -> None:
    case_id = county.report()

    (outcome,) = act(county, Reassign(to_id=county.logins["town_police"], reason="换人"), [case_id])

    assert "没有派出所民警甲所在岗位的待办" in str(outcome.why)
    with county.session() as session:
        assert session.scalars(select(WorkItem.person_id)).one() != county.logins["town_police"]


def test_listing_and_taking_off_are_in_the_ledger(county: County) -> None:
    case_id = county.report()
    town = county.units["town"]

    (listed,) = act(county, PutOnList(unit_id=town, reason="三次上访"), [case_id])
    (twice,) = act(county, PutOnList(unit_id=town, reason="三次上访"), [case_id], submission="form-2")
    (off,) = act(county, TakeOff(unit_id=town, reason="已约定化解"), [case_id], submission="form-3")
    (never,) = act(county, TakeOff(unit_id=town, reason="已约定化解"), [case_id], submission="form-4")
    (above,) = act(
        county, PutOnList(unit_id=county.units["county"], reason="越级"), [case_id], submission="5"
    )

    assert [each.is_done for each in (listed, twice, off, never, above)] == [True, False, True, False, False]
    said = told(county, case_id)
    assert any("挂牌督办。理由：三次上访" in line for line in said)
    assert any("摘牌。理由：已约定化解" in line for line in said)
    with county.session() as session:
        row = session.scalars(select(Listing)).one()
        assert (row.close_reason, row.closed_by) == ("已约定化解", county.logins["town_director"])


def test_no_partys_name_reaches_the_ledger(county: County) -> None:
    case_id = county.report()

    act(county, Instruct(owner=LEAD, finish_by=date(2026, 9, 3), instruction="去李乙家看看。"), [case_id])

    assert not any("李乙" in line for line in told(county, case_id))


def test_a_vacant_desk_is_said_not_skipped(county: County) -> None:
    case_id = county.report()
    with county.system.uow() as uow:
        uow.get(Person, county.logins["grid_leader"]).is_active = False
        uow.commit()

    (outcome,) = act(
        county, Instruct(owner=HANDLER, finish_by=date(2026, 9, 3), instruction="去看看"), [case_id]
    )

    assert "没有人承办" in str(outcome.why)


@pytest.mark.parametrize(("chosen", "refusal"), [([], NothingChosen), (range(1, 202), TooManyChosen)])
def test_none_or_too_many(county: County, chosen: Sequence[int], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        act(county, TO_LEAD, chosen)
