"""An automatic step that breaks: parked where it stands, tried again by hand, nothing else lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from mediation.cases.model import Attempt, Case, CaseRecord
from mediation.casework import incidents
from mediation.casework.act import Act
from mediation.casework.facts import all_facts
from mediation.casework.interruptions import withdraw
from mediation.casework.model import ParkedStep, ProcessInstance, WorkItem
from mediation.casework.refusals import CaseClosed
from mediation.casework.retrying import AlreadyResolved, retry
from mediation.casework.steps import all_steps
from mediation.clocks.model import Clock
from mediation.kernel.errors import NotFound
from mediation.ledger.queries import lines
from tests.factories.county import County

Break = Callable[..., AbstractContextManager[list[int]]]
REFUSED = {"decision": "refuse", "reason": "不属于民间纠纷"}


@pytest.fixture
def county(engine: Engine) -> County:
    return County(engine, at="2026-09-01 09:00")


@pytest.fixture
def case_id(county: County) -> int:
    return county.report(unit_id=county.units["village"])


@contextmanager
def broken(step: str, instead: Callable[[Act], Any] | None = None) -> Iterator[list[int]]:
    """Let ``step`` fail after it has done its work, and count how often it was tried."""
    steps, real, tried = all_steps(), all_steps()[step], list[int]()

    def _fail(act: Act) -> Any:
        tried.append(act.case.id)
        if instead is not None:
            return instead(act)
        real(act)
        act.case.title = "写了一半"
        raise ZeroDivisionError("除数是零")

    steps[step] = _fail
    try:
        yield tried
    finally:
        steps[step] = real


def parked(county: County) -> list[ParkedStep]:
    with county.session() as session:
        return list(session.scalars(select(ParkedStep).order_by(ParkedStep.id)))


def said(county: County, case_id: int) -> list[str]:
    with county.session() as session:
        return [line.sentence for line in lines(session, case_id, size=200).items]


def again(county: County, parked_id: int) -> bool:
    with county.system.uow() as uow:
        went = retry(uow, parked_id=parked_id, by=county.who("administrator").speaker(), at=county.at)
        uow.commit()
        return went


def test_the_act_stays_and_the_step_that_followed_from_it_is_parked(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)

    (row,) = parked(county)
    assert (row.element, row.label, row.failures) == ("village_close_refused", "不予受理", 1)
    assert row.failure == "ZeroDivisionError: 除数是零"
    with county.session() as session:
        assert session.scalar(select(WorkItem.state).where(WorkItem.element == "village_accept")) == "done"
        assert session.scalar(select(func.count(CaseRecord.id))) == 1
        case, attempt = session.get_one(Case, case_id), session.scalars(select(Attempt)).one()
        assert case.title == "李甲与李乙漏水纠纷"
        assert attempt.closed_at is None
    assert said(county, case_id)[-1] == (
        "“不予受理”这一步系统没有自动办成，先停在这里，等系统管理员重新办理；其他事项照常办理。"
    )


def test_nothing_is_told_of_what_the_broken_step_had_done(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)
    before = said(county, case_id)

    assert again(county, parked(county)[0].id)

    after = said(county, case_id)
    assert after[: len(before)] == before
    assert len(after) > len(before) + 1
    assert after[-1].endswith("系统管理员甲重新办理“不予受理”，已经办成。")


def test_tried_again_it_goes_on_from_where_it_stood(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)
    assert county.open(case_id) == []

    assert again(county, parked(county)[0].id)

    (row,) = parked(county)
    assert (row.resolution, row.resolved_by) == ("retried", county.logins["administrator"])
    assert county.open(case_id)
    with county.session() as session:
        assert session.scalars(select(Attempt)).one().closed_at is not None


def test_failing_again_it_stays_parked_and_counts(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)
        assert not again(county, parked(county)[0].id)

    (row,) = parked(county)
    assert (row.failures, row.resolved_at) == (2, None)
    assert sum("没有自动办成" in line for line in said(county, case_id)) == 1


def test_two_cannot_try_again_one_after_the_other(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)
    (row,) = parked(county)
    again(county, row.id)

    with pytest.raises(AlreadyResolved):
        again(county, row.id)
    with pytest.raises(NotFound):
        again(county, row.id + 1)


def test_a_step_is_tried_again_with_what_it_was_handed_and_in_whose_name(
    county: County, case_id: int
) -> None:
    with broken("closure.withdraw"), county.system.uow() as uow:
        who = county.who("village_director")
        withdraw(uow, case_id=case_id, reason="李甲说已经和好", by=who.speaker(), at=county.at)
        uow.commit()
    assert county.case(case_id).outcome is None

    assert again(county, parked(county)[0].id)

    assert county.case(case_id).outcome == "withdrawn"
    with county.session() as session:
        closing = [line for line in lines(session, case_id, size=200).items if line.kind == "CaseEnded"]
    assert all(line.by_text == who.name for line in closing)


def test_later_acts_leave_it_alone_and_the_other_tokens_go_on(county: County, case_id: int) -> None:
    county.do(case_id, "village_accept", {"decision": "accept"})
    county.go_to("2026-09-01 10:00")
    with broken("oversight.red_card") as tried:
        county.go_to("2026-09-10 09:00")
        # The sweep tries in one piece, then with savepoints.
        assert len(tried) == 2
        county.do(case_id, "village_appoint", {"mediators": [county.logins["village_mediator"]]})

    assert len(tried) == 2
    assert [row.step for row in parked(county)] == ["oversight.red_card"]
    assert "village_rights" in county.open(case_id)


def test_a_parked_step_whose_token_goes_is_gone(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)

    with county.system.uow() as uow:
        by = county.who("village_director").speaker()
        withdraw(uow, case_id=case_id, reason="李甲说已经和好", by=by, at=county.at)
        uow.commit()

    (row,) = parked(county)
    assert (row.resolution, row.resolved_by) == ("gone", None)
    assert county.case(case_id).outcome == "withdrawn"
    with pytest.raises(AlreadyResolved):
        again(county, row.id)


def test_a_gateway_that_cannot_decide_parks_the_step_before_it(county: County, case_id: int) -> None:
    def _break(*asked: Any) -> Any:
        raise ZeroDivisionError("除数是零")

    facts, real = all_facts(), all_facts()["level_result"]
    facts["level_result"] = _break
    try:
        county.do(case_id, "village_accept", REFUSED)
    finally:
        facts["level_result"] = real

    (row,) = parked(county)
    assert row.element == "village_close_refused"
    with county.session() as session:
        assert session.scalars(select(Attempt)).one().closed_at is None
    assert again(county, row.id)
    assert county.open(case_id)


def test_a_refusal_in_an_automatic_step_still_refuses_the_act(county: County, case_id: int) -> None:
    def _refuse(act: Act) -> None:
        raise CaseClosed(number="某案", doing="办理")

    with broken("attempt.close", _refuse), pytest.raises(CaseClosed):
        county.do(case_id, "village_accept", REFUSED)

    assert parked(county) == []
    assert county.open(case_id) == ["village_accept"]


def test_a_report_is_not_lost_by_a_step_of_intake(county: County) -> None:
    with broken("intake.assess_risk"):
        case_id = county.report(unit_id=county.units["village"])

    assert county.open(case_id) == []
    assert again(county, parked(county)[0].id)
    assert county.open(case_id) == ["village_accept"]


def test_a_deadline_runs_out_though_its_chain_breaks(county: County, case_id: int) -> None:
    clock_id = county.item(case_id, "village_accept").clock_id
    with broken("oversight.red_card"):
        county.go_to("2026-09-10 09:00")

    with county.session() as session:
        clock = session.get_one(Clock, clock_id)
        assert (clock.state, clock.failures) == ("reached", 0)
        assert session.scalars(select(ParkedStep)).one().process == "oversight"
    assert county.item(case_id, "village_accept").late
    assert again(county, parked(county)[0].id)


def test_statements_of_a_task_without_automatic_steps_stay_as_they_were(county: County, case_id: int) -> None:
    county.do(case_id, "village_accept", {"decision": "accept"})
    seen: list[str] = []
    engine = county.system.engine
    listen = (engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    event.listen(*listen)
    try:
        county.do(case_id, "village_appoint", {"mediators": [county.logins["village_mediator"]]})
    finally:
        event.remove(*listen)

    assert not [each for each in seen if "SAVEPOINT" in each or "parked_steps" in each]


def test_those_who_answer_for_it_see_it(county: County, case_id: int) -> None:
    with broken("attempt.close"):
        county.do(case_id, "village_accept", REFUSED)

    with county.session() as session:
        for login, seen in (("administrator", 1), ("town_director", 1), ("village_director", 0)):
            who = county.who(login)
            assert len(incidents.parked(session, who)) == incidents.count(session, who) == seen
        assert incidents.labels_of(session, case_id) == ["不予受理"]
        assert session.scalar(select(func.count(ProcessInstance.id))) == 1
