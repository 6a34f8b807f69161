"""Pausing and resuming a clock, and what every act that moves its end has in common."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import select

from mediation.clocks import words
from mediation.clocks.book import work_calendar
from mediation.clocks.events import ClockPaused, ClockResumed
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations import refusals
from mediation.clocks.operations.settling import changes_of, settle, tell_move
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork

PAUSE_REASONS = {"appraisal": N_("鉴定")}


def pause(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    reason: str = "appraisal",
    evidence: str = "",
    dated_on: date | None = None,
    at: datetime,
    by: Actor,
) -> Clock:
    """Stop counting until :func:`resume`; a paused clock has no end.

    :param evidence: the paper that says so, e.g. its number
    :param dated_on: day of that paper, where it is known
    :raises PauseNotAllowed: only appraisal stops a clock (DOMAIN: ladder)
    :raises ClockExpired: it has run out
    :raises PaperNotYetWritten: the paper's day lies ahead
    """
    if reason not in PAUSE_REASONS:
        raise refusals.PauseNotAllowed(reason=reason)
    paused = taken(uow, clock_id, clock)
    if paused.state == "paused":
        refuse(refusals.AlreadyPaused, title=paused.title)
    require_time_left(paused, at)
    said, paper = PAUSE_REASONS[reason], _paper(evidence, dated_on, day_of(at))
    enter(uow, paused, "paused", reason=said, evidence=paper, at=at, by=by)
    uow.record(ClockPaused(**named(paused), reason=said, at=at, by=by))
    return paused


def resume(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    evidence: str = "",
    dated_on: date | None = None,
    at: datetime,
    by: Actor,
) -> Clock:
    """Go on counting; the paused days are left out. The paper is given as for :func:`pause`.

    :raises NotPaused: it runs
    :raises PaperNotYetWritten: the paper's day lies ahead
    """
    resumed = taken(uow, clock_id, clock)
    if resumed.state != "paused":
        refuse(refusals.NotPaused, title=resumed.title)
    since = max(entry.at for entry in entries_of(uow, resumed) if entry.kind == "paused")
    if at < since:
        raise refusals.ResumedTooEarly()
    paper = _paper(evidence, dated_on, day_of(at))
    enter(uow, resumed, "resumed", evidence=paper, at=at, by=by)
    uow.record(ClockResumed(**named(resumed), at=at, by=by))
    return resumed


def taken(uow: UnitOfWork, clock_id: int | None, clock: Clock | None) -> Clock:
    """Return the clock a caller means, by row or by id."""
    if clock is not None:
        return clock
    return uow.get(Clock, clock_id, what=N_("这个期限"))


def entries_of(uow: UnitOfWork, clock: Clock) -> Sequence[ClockEntry]:
    """Return what happened to ``clock``, in order."""
    query = select(ClockEntry).where(ClockEntry.clock_id == clock.id).order_by(ClockEntry.id)
    return uow.session.scalars(query).all()


def note(uow: UnitOfWork, clock: Clock, kind: str, *, at: datetime, by: Actor, **given: Any) -> ClockEntry:
    """Add an entry to the ledger of ``clock``."""
    entry = ClockEntry(clock_id=clock.id, kind=kind, at=at, by_id=by.person_id, by_post=by.post, **given)
    return uow.add(entry)


def named(clock: Clock) -> dict[str, Any]:
    """Return what every fact of ``clock`` says of it."""
    return {
        "case_id": clock.case_id,
        "clock_id": clock.id,
        "title": clock.title,
        "unit": clock.unit,
        "due_on": clock.due_on,
        "due_at": clock.due_at,
    }


def enter(uow: UnitOfWork, clock: Clock, kind: str, *, at: datetime, by: Actor, **given: Any) -> None:
    """Add an entry that moves the end of ``clock``, count it anew and tell of it."""
    entry = note(uow, clock, kind, at=at, by=by, **given)
    settle(clock, changes_of(entries_of(uow, clock)), work_calendar(uow.session), after=at)
    entry.due_on = clock.due_on
    tell_move(uow, clock, by=by, at=at)


def require_time_left(clock: Clock, at: datetime) -> None:
    """Check that ``clock`` has not run out, whether or not the sweep has seen it yet.

    :raises ClockEnded: it was stopped
    :raises ClockExpired: it has run out
    """
    if clock.state == "stopped":
        refuse(refusals.ClockEnded, title=clock.title)
    if clock.state == "reached" or (clock.due_at is not None and clock.due_at <= at):
        due = words.last(clock.due_on, clock.due_at, clock.unit)
        refuse(refusals.ClockExpired, title=clock.title, due=due)


def refuse(kind: type[Refused], **params: Any) -> NoReturn:
    """Refuse because of the clock itself: said beside the choice of the clock."""
    raise kind(**params, fields={"clock_id": kind.message})


def _paper(evidence: str, dated_on: date | None, today: date) -> str:
    """Return the paper as the ledger keeps it: what it is, and of which day where that was asked."""
    if dated_on is None:
        return evidence
    if dated_on > today:
        raise refusals.PaperNotYetWritten(fields={"dated_on": refusals.PaperNotYetWritten.message})
    return f"{evidence}，{dated_on.year}年{dated_on.month}月{dated_on.day}日"
