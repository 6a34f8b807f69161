"""Pausing for appraisal, resuming, extending by consent."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.clocks import operations as clocks
from mediation.clocks.events import ClockExtended, ClockMoved, ClockPaused, ClockResumed
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations import Consented, refusals
from mediation.clocks.rules import BadAmount
from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.sentences import sentence_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party
from tests.factories import a_case, a_ladder, a_party, a_person, actor_of
from tests.factories.clocks import a_clock, a_policy, moment

MEDICAL = a_policy(
    "county.mediation",
    "30",
    "working_day",
    title="医疗纠纷调解期限",
    alerts="remind:+15 calendar_day; yellow:-1 working_day",
    scope="case",
)
START = moment("2026-06-01 09:00")


@pytest.fixture
def case(session: Session) -> Case:
    return a_case(session, unit=a_ladder(session)["village"], kind="medical")


@pytest.fixture
def sides(session: Session, case: Case) -> tuple[Party, Party]:
    return a_party(session, case=case), a_party(session, case=case, side="respondent", name="李乙")


@pytest.fixture
def clock(uow: UnitOfWork, case: Case) -> Clock:
    made = a_clock(uow, case=case, policy=MEDICAL, at=START)
    uow.commit()
    uow.recorded.clear()
    return made


def agreed(*parties: Party, on: str = "2026-07-01", form: str = "written") -> list[Consented]:
    return [
        Consented(party.id, date.fromisoformat(on), form, evidence="延长调解期限同意书") for party in parties
    ]


def told(uow: UnitOfWork, kind: type[Any]) -> list[str]:
    found = [fact for fact in uow.recorded if isinstance(fact, kind)]
    return [sentence_of(fact) for fact in found]


def test_thirty_working_days_without_a_pause(clock: Clock) -> None:
    assert clock.due_on == date(2026, 7, 14)


def test_an_appraisal_shifts_the_end(uow: UnitOfWork, session: Session, clock: Clock) -> None:
    person = a_person(session, name="李国强")
    by = actor_of(person, role="county_mediator", unit=a_ladder(session)["county"], title="调解员")

    clocks.pause(uow, clock_id=clock.id, evidence="鉴定委托书", at=moment("2026-06-08 10:00"), by=by)
    assert (clock.state, clock.due_on, clock.due_at, clock.wake_at) == ("paused", None, None, None)
    clocks.resume(uow, clock=clock, evidence="鉴定意见书", at=moment("2026-06-24 10:00"), by=by)
    uow.commit()

    # 8 to 23 June: eleven working days are left out (the 19th was a holiday anyway).
    assert clock.due_on == date(2026, 7, 29)
    assert clock.state == "running"
    paused, resumed = session.scalars(select(ClockEntry).order_by(ClockEntry.id)).all()
    assert (paused.kind, paused.reason, paused.evidence, paused.by_id) == (
        "paused",
        "鉴定",
        "鉴定委托书",
        person.id,
    )
    assert (resumed.kind, resumed.due_on, resumed.by_post) == ("resumed", clock.due_on, by.post)
    assert told(uow, ClockPaused) == [
        "因鉴定，浏阳市调解员李国强暂停计算“医疗纠纷调解期限”，期间不计入期限。"
    ]
    assert told(uow, ClockResumed) == [
        "浏阳市调解员李国强恢复计算“医疗纠纷调解期限”，扣除暂停的日子，顺延到7月29日为止。"
    ]


def test_open_work_is_told_of_every_move(uow: UnitOfWork, clock: Clock) -> None:
    clocks.pause(uow, clock=clock, at=moment("2026-06-08 10:00"), by=SYSTEM)
    clocks.resume(uow, clock=clock, at=moment("2026-06-09 10:00"), by=SYSTEM)

    moves = [fact for fact in uow.recorded if isinstance(fact, ClockMoved)]
    assert [(move.clock_id, move.due_on) for move in moves] == [
        (clock.id, None),
        (clock.id, date(2026, 7, 15)),
    ]


def test_several_pauses_add_up(uow: UnitOfWork, clock: Clock) -> None:
    for paused, resumed in (
        ("2026-06-08", "2026-06-10"),
        ("2026-06-15", "2026-06-16"),
        ("2026-07-01", "2026-07-01"),
    ):
        clocks.pause(uow, clock=clock, at=moment(f"{paused} 10:00"), by=SYSTEM)
        clocks.resume(uow, clock=clock, at=moment(f"{resumed} 16:00"), by=SYSTEM)
    uow.commit()

    assert clock.due_on == date(2026, 7, 17)


def test_a_reminder_given_before_a_pause_is_not_given_again(uow: UnitOfWork, clock: Clock) -> None:
    clocks.fire(uow, clock=clock, at=moment("2026-06-16 08:00"))
    clocks.pause(uow, clock=clock, at=moment("2026-06-17 10:00"), by=SYSTEM)
    clocks.resume(uow, clock=clock, at=moment("2026-06-24 10:00"), by=SYSTEM)

    assert [label for label, _ in clock.reminders] == ["yellow"]


def test_only_appraisal_stops_a_clock(uow: UnitOfWork, clock: Clock) -> None:
    with pytest.raises(refusals.PauseNotAllowed, match="工作忙"):
        clocks.pause(uow, clock=clock, reason="工作忙", at=moment("2026-06-08 10:00"), by=SYSTEM)


def test_refuses_to_pause_twice_or_to_resume_what_runs(uow: UnitOfWork, clock: Clock) -> None:
    with pytest.raises(refusals.NotPaused):
        clocks.resume(uow, clock=clock, at=moment("2026-06-08 10:00"), by=SYSTEM)
    clocks.pause(uow, clock=clock, at=moment("2026-06-08 10:00"), by=SYSTEM)
    with pytest.raises(refusals.AlreadyPaused):
        clocks.pause(uow, clock=clock, at=moment("2026-06-09 10:00"), by=SYSTEM)
    with pytest.raises(refusals.ResumedTooEarly):
        clocks.resume(uow, clock=clock, at=moment("2026-06-07 10:00"), by=SYSTEM)


def test_refuses_to_pause_what_has_run_out(uow: UnitOfWork, clock: Clock) -> None:
    with pytest.raises(refusals.ClockExpired, match="7月14日"):
        clocks.pause(uow, clock=clock, at=moment("2026-07-15 00:00"), by=SYSTEM)


def test_extends_with_every_party_s_written_consent(
    uow: UnitOfWork, session: Session, clock: Clock, sides: tuple[Party, Party]
) -> None:
    clocks.extend(
        uow,
        clock_id=clock.id,
        amount="10",
        unit="working_day",
        consents=agreed(*sides),
        at=moment("2026-07-14 17:00"),
        by=SYSTEM,
    )
    uow.commit()

    assert clock.due_on == date(2026, 7, 28)
    assert [label for label, _ in clock.reminders] == ["yellow"]
    (entry,) = session.scalars(select(ClockEntry))
    assert (entry.amount, entry.unit, entry.due_on) == ("10", "working_day", clock.due_on)
    assert [(each["party_id"], each["given_on"], each["form"]) for each in entry.consents] == [
        (sides[0].id, "2026-07-01", "written"),
        (sides[1].id, "2026-07-01", "written"),
    ]
    assert told(uow, ClockExtended) == [
        "经各方当事人（2方）书面同意，系统将“医疗纠纷调解期限”延长10个工作日，到7月28日为止。"
    ]


def test_a_child_s_guardian_signs_as_the_party(
    uow: UnitOfWork, session: Session, case: Case, clock: Clock, sides: tuple[Party, Party]
) -> None:
    a_party(session, case=case, side="child", name="小明", is_minor=True)

    clocks.extend(
        uow,
        clock=clock,
        amount=1,
        unit="month",
        consents=agreed(*sides),
        at=moment("2026-07-01 17:00"),
        by=SYSTEM,
    )

    assert clock.due_on == date(2026, 8, 14)


def test_pauses_after_an_extension_still_count(
    uow: UnitOfWork, clock: Clock, sides: tuple[Party, Party]
) -> None:
    clocks.extend(
        uow,
        clock=clock,
        amount=5,
        unit="working_day",
        consents=agreed(*sides),
        at=moment("2026-07-01 17:00"),
        by=SYSTEM,
    )
    assert clock.due_on == date(2026, 7, 21)

    clocks.pause(uow, clock=clock, at=moment("2026-07-16 09:00"), by=SYSTEM)
    clocks.resume(uow, clock=clock, at=moment("2026-07-20 09:00"), by=SYSTEM)

    assert clock.due_on == date(2026, 7, 23)


Attempted = Callable[[UnitOfWork, Clock, tuple[Party, Party], Actor], object]


def _extend(at: str = "2026-07-01 17:00", amount: Any = 5, **given: Any) -> Attempted:
    def attempt(uow: UnitOfWork, clock: Clock, sides: tuple[Party, Party], by: Actor) -> object:
        consents = given.get("consents", agreed)(*sides)
        return clocks.extend(
            uow, clock=clock, amount=amount, unit="working_day", consents=consents, at=moment(at), by=by
        )

    return attempt


@pytest.mark.parametrize(
    ("attempt", "refusal", "says"),
    [
        (_extend(at="2026-07-15 00:00"), refusals.ClockExpired, "7月14日"),
        (_extend(consents=lambda one, other: agreed(one)), refusals.ConsentMissing, "被申请人"),
        (_extend(consents=lambda one, other: []), refusals.ConsentMissing, "申请人、被申请人"),
        (
            _extend(consents=lambda one, other: [*agreed(one), *agreed(other, form="oral")]),
            refusals.ConsentNotWritten,
            "被申请人",
        ),
        (
            _extend(consents=lambda one, other: [*agreed(one), *agreed(other, on="2026-07-02")]),
            refusals.ConsentNotYetGiven,
            "被申请人",
        ),
        (_extend(amount=0), refusals.NothingAdded, "大于零"),
        (_extend(amount=1.5), BadAmount, "1.5"),
    ],
)
def test_refuses_an_extension(
    uow: UnitOfWork,
    session: Session,
    clock: Clock,
    sides: tuple[Party, Party],
    attempt: Attempted,
    refusal: type[Refused],
    says: str,
) -> None:
    with pytest.raises(refusal, match=says):
        attempt(uow, clock, sides, SYSTEM)

    assert clock.due_on == date(2026, 7, 14)
    assert session.scalars(select(ClockEntry)).all() == []
    assert uow.recorded == []


def test_refuses_to_extend_on_day_one_after_the_end_even_before_the_sweep(
    uow: UnitOfWork, clock: Clock, sides: tuple[Party, Party]
) -> None:
    assert clock.state == "running"

    with pytest.raises(refusals.ClockExpired):
        _extend(at="2026-07-15 00:00")(uow, clock, sides, SYSTEM)
    clocks.fire(uow, clock=clock, at=moment("2026-07-15 00:01"))
    with pytest.raises(refusals.ClockExpired):
        _extend(at="2026-07-15 09:00")(uow, clock, sides, SYSTEM)


def test_refuses_to_extend_while_paused_or_stopped(
    uow: UnitOfWork, clock: Clock, sides: tuple[Party, Party]
) -> None:
    clocks.pause(uow, clock=clock, at=moment("2026-06-08 10:00"), by=SYSTEM)
    with pytest.raises(refusals.PausedCannotExtend):
        _extend()(uow, clock, sides, SYSTEM)
    clocks.stop(uow, clock=clock, reason="done", at=moment("2026-06-09 10:00"), by=SYSTEM)
    with pytest.raises(refusals.ClockEnded):
        _extend()(uow, clock, sides, SYSTEM)


def test_refuses_a_clock_that_is_not_there(uow: UnitOfWork) -> None:
    with pytest.raises(NotFound, match="期限"):
        clocks.pause(uow, clock_id=4711, at=START, by=SYSTEM)
