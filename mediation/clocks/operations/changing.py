"""Pausing, resuming and extending a clock: the only acts that move its end."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from sqlalchemy import select

from mediation.clocks import words
from mediation.clocks.book import work_calendar
from mediation.clocks.events import ClockExtended, ClockPaused, ClockResumed
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations import refusals
from mediation.clocks.operations.settling import changes_of, settle, tell_move
from mediation.clocks.policies import is_of_mediation
from mediation.clocks.rules import read_amount, read_unit
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party

PAUSE_REASONS = {"appraisal": N_("鉴定")}


@dataclass(frozen=True)
class Consented:
    """One party's consent to an extension.

    :ivar form: written or oral; only a written one counts
    """

    party_id: int
    given_on: date
    form: str = "written"
    evidence: str = ""


def pause(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    reason: str = "appraisal",
    evidence: str = "",
    at: datetime,
    by: Actor,
) -> Clock:
    """Stop counting until :func:`resume`; a paused clock has no end.

    :raises PauseNotAllowed: only appraisal stops a clock (DOMAIN: ladder)
    :raises ClockExpired: it has run out
    """
    if reason not in PAUSE_REASONS:
        raise refusals.PauseNotAllowed(reason=reason)
    paused = taken(uow, clock_id, clock)
    if paused.state == "paused":
        _refuse(refusals.AlreadyPaused, title=paused.title)
    _require_time_left(paused, at)
    said = PAUSE_REASONS[reason]
    _enter(uow, paused, "paused", reason=said, evidence=evidence, at=at, by=by)
    uow.record(ClockPaused(**named(paused), reason=said, at=at, by=by))
    return paused


def resume(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    evidence: str = "",
    at: datetime,
    by: Actor,
) -> Clock:
    """Go on counting; the paused days are left out.

    :raises NotPaused: it runs
    """
    resumed = taken(uow, clock_id, clock)
    if resumed.state != "paused":
        _refuse(refusals.NotPaused, title=resumed.title)
    since = max(entry.at for entry in entries_of(uow, resumed) if entry.kind == "paused")
    if at < since:
        raise refusals.ResumedTooEarly()
    _enter(uow, resumed, "resumed", evidence=evidence, at=at, by=by)
    uow.record(ClockResumed(**named(resumed), at=at, by=by))
    return resumed


def extend(
    uow: UnitOfWork,
    *,
    clock_id: int | None = None,
    clock: Clock | None = None,
    amount: str | int | Decimal,
    unit: str,
    consents: Sequence[Consented],
    reason: str = "",
    at: datetime,
    by: Actor,
) -> Clock:
    """Add time with every party's written consent, given before the clock ran out.

    :raises NotOfMediation: it is no limit of mediation
    :raises ClockExpired: it has run out, whether or not the sweep has seen it yet
    :raises ConsentMissing: naming the parties that have not agreed, by alias
    :raises ConsentNotWritten: an oral consent
    """
    extended = taken(uow, clock_id, clock)
    if not is_of_mediation(extended.policy):
        _refuse(refusals.NotOfMediation, title=extended.title)
    if extended.state == "paused":
        _refuse(refusals.PausedCannotExtend, title=extended.title)
    _require_time_left(extended, at)
    known = read_unit(unit)
    exact = read_amount(amount, known)
    if exact == 0:
        raise refusals.NothingAdded(fields={"amount": refusals.NothingAdded.message})
    _require_consents(uow, extended.case_id, consents, day_of(at))
    kept = [{**asdict(each), "given_on": each.given_on.isoformat()} for each in consents]
    added = {"amount": words.plain(exact), "unit": known.value}
    _enter(uow, extended, "extended", reason=reason, consents=kept, at=at, by=by, **added)
    uow.record(
        ClockExtended(
            **named(extended),
            amount=added["amount"],
            more_unit=known.value,
            parties=len(consents),
            at=at,
            by=by,
        )
    )
    return extended


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


def _enter(uow: UnitOfWork, clock: Clock, kind: str, *, at: datetime, by: Actor, **given: Any) -> None:
    entry = note(uow, clock, kind, at=at, by=by, **given)
    settle(clock, changes_of(entries_of(uow, clock)), work_calendar(uow.session), after=at)
    entry.due_on = clock.due_on
    tell_move(uow, clock, by=by, at=at)


def _require_time_left(clock: Clock, at: datetime) -> None:
    if clock.state == "stopped":
        _refuse(refusals.ClockEnded, title=clock.title)
    if clock.state == "reached" or (clock.due_at is not None and clock.due_at <= at):
        due = words.last(clock.due_on, clock.due_at, clock.unit)
        _refuse(refusals.ClockExpired, title=clock.title, due=due)


def _refuse(kind: type[Refused], **params: Any) -> NoReturn:
    """Refuse because of the clock itself: said beside the choice of the clock."""
    raise kind(**params, fields={"clock_id": kind.message})


def _require_consents(uow: UnitOfWork, case_id: int, consents: Sequence[Consented], today: date) -> None:
    """Check that everybody who signs for the case agreed; a child's guardian signs as the party."""
    query = select(Party.id, Party.alias).where(Party.case_id == case_id, Party.side != "child")
    parties = dict(uow.session.execute(query.order_by(Party.id)).tuples().all())
    given = {each.party_id: each for each in consents}
    missing = [alias for party_id, alias in parties.items() if party_id not in given]
    if missing or not parties:
        raise refusals.ConsentMissing(missing="、".join(missing) or N_("当事人"))
    for party_id, alias in parties.items():
        if given[party_id].form != "written":
            raise refusals.ConsentNotWritten(party=alias)
        if given[party_id].given_on > today:
            raise refusals.ConsentNotYetGiven(party=alias)


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
