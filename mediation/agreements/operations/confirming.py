"""Judicial confirmation: asked, screened, filed in time, decided (人民调解法 33; 民诉法 205-206)."""

from datetime import date, datetime

from sqlalchemy import select

from mediation.agreements import rows
from mediation.agreements.events import (
    ConfirmationAsked,
    ConfirmationDecided,
    ConfirmationDeclined,
    ConfirmationDropped,
    ConfirmationFiled,
    ConfirmationLapsed,
    ConfirmationMended,
    ConfirmationScreened,
)
from mediation.agreements.limits import last_day_to_apply
from mediation.agreements.model import Agreement, Confirmation
from mediation.agreements.rules import confirmation as rules
from mediation.agreements.rules.force import check_day
from mediation.cases.model import Case
from mediation.clocks.model import Clock
from mediation.clocks.operations import stop
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork

POLICY = "confirmation.application"


def ask_confirmation(
    uow: UnitOfWork, *, case_id: int, both_apply: bool, by: Actor, at: datetime
) -> Confirmation:
    """Record whether both parties want the court to confirm their agreement.

    :raises NotConfirmable: a private settlement
    :raises NotYetInForce: no agreement is in force
    :raises FiledTooLate: they ask after the last day
    """
    agreement, in_force_on = _binding(uow, case_id)
    last_day = last_day_to_apply(uow.session, uow.locality, in_force_on)
    if both_apply:
        rules.check_in_time(filed_on=day_of(at), in_force_on=in_force_on, last_day=last_day, field="decision")
    row = rows.confirmation(uow.session, agreement.id)
    if row is None:
        row = uow.add(Confirmation(case_id=case_id, agreement_id=agreement.id))
    row.last_day = last_day
    row.state = "asked" if both_apply else "declined"
    if both_apply:
        uow.record(ConfirmationAsked(case_id=case_id, last_day=row.last_day, at=at, by=by))
    else:
        uow.record(ConfirmationDeclined(case_id=case_id, at=at, by=by))
    return row


def screen_confirmation(
    uow: UnitOfWork,
    *,
    case_id: int,
    court: str = "",
    status_relation: bool = False,
    property_rights: bool = False,
    other_bar: str = "",
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Screen the agreement for what courts do not accept (民诉法解释 355); return the bars found.

    :raises NotAsked: the parties have not asked for it together
    """
    row, _ = _confirmation(uow, case_id, "asked", "screened", "barred")
    found = rules.bars(
        status_relation=status_relation,
        property_rights=property_rights,
        other_bar=other_bar,
        traits=uow.get(Case, case_id).traits,
    )
    row.state = "barred" if found else "screened"
    row.bars, row.court = "；".join(found), court.strip()
    uow.record(ConfirmationScreened(case_id=case_id, bars=found, at=at, by=by))
    return found


def file_confirmation(
    uow: UnitOfWork,
    *,
    case_id: int,
    filed_on: date | None = None,
    court: str = "",
    by: Actor,
    at: datetime,
) -> Confirmation:
    """Record the joint application, or the mending the court asked for.

    Mending keeps the day of the first application, so it may come after the last day.

    :raises FiledTooLate: from the day after the last one (人民调解法 33)
    :raises NotAsked: not asked for or not screened
    """
    row, in_force_on = _confirmation(uow, case_id, "screened", "mend")
    filed_on = filed_on or day_of(at)
    row.court = court.strip() or row.court
    if not row.court:
        raise rules.NoCourt(fields={"court": rules.NoCourt.message})
    check_day(filed_on, first=row.filed_on or in_force_on, last=day_of(at), field="filed_on")
    if row.state == "mend":
        row.state, row.mended_on = "filed", filed_on
        uow.record(ConfirmationMended(case_id=case_id, court=row.court, mended_on=filed_on, at=at, by=by))
        return row
    row.last_day = last_day_to_apply(uow.session, uow.locality, in_force_on)
    rules.check_in_time(filed_on=filed_on, in_force_on=in_force_on, last_day=row.last_day)
    row.state, row.filed_on = "filed", filed_on
    _stop_clock(uow, case_id, reason=N_("已向法院申请司法确认"), by=by, at=at)
    uow.record(ConfirmationFiled(case_id=case_id, court=row.court, filed_on=filed_on, at=at, by=by))
    return row


def lapse_confirmation(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Note that nobody applied in time; the agreement still binds.

    :raises NotAsked: nothing waits to be filed
    """
    row, _ = _confirmation(uow, case_id, "asked", "screened", "mend")
    row.state = "lapsed"
    uow.record(ConfirmationLapsed(case_id=case_id, last_day=row.last_day, at=at, by=by))


def drop_confirmation(uow: UnitOfWork, *, case_id: int, by: Actor, at: datetime) -> None:
    """Let go of a confirmation not decided yet, because the agreement was broken and the dispute reopened.

    What nobody has asked for needs no word. What lies with the court is withdrawn there by the parties.
    """
    agreement = rows.in_force(uow.session, case_id)
    row = rows.confirmation(uow.session, agreement.id) if agreement else None
    if row is None or row.state in rules.DECIDED:
        return
    filed = row.filed_on is not None
    row.state = "withdrawn" if filed else "declined"
    _stop_clock(uow, case_id, reason=N_("纠纷重启，不再申请司法确认"), by=by, at=at)
    uow.record(ConfirmationDropped(case_id=case_id, filed=filed, at=at, by=by))


def record_ruling(
    uow: UnitOfWork,
    *,
    case_id: int,
    result: str,
    ruling_number: str = "",
    decided_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Confirmation:
    """Record what the court did: "confirmed", "rejected", "mend" or "withdrawn".

    :raises NotFiled: no application lies with the court
    :raises NoRuling: confirmed or rejected without the ruling's number
    """
    row, _ = _confirmation(uow, case_id, "filed")
    if result not in rules.RESULTS:
        raise rules.UnknownResult(result=result)
    if result in ("confirmed", "rejected") and not ruling_number.strip():
        raise rules.NoRuling(fields={"ruling_number": rules.NoRuling.message})
    decided_on = decided_on or day_of(at)
    check_day(decided_on, first=row.filed_on, last=day_of(at), field="decided_on")
    row.state = result
    row.ruling_number = ruling_number.strip() or None
    row.decided_on = decided_on if result != "mend" else None
    uow.record(
        ConfirmationDecided(
            case_id=case_id,
            result=result,
            decided_on=decided_on,
            ruling_number=ruling_number.strip(),
            at=at,
            by=by,
        )
    )
    return row


def _stop_clock(uow: UnitOfWork, case_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Stop the clock of the 30 days, so that nobody is reminded of what is done."""
    clocks = select(Clock).where(Clock.case_id == case_id, Clock.policy == POLICY, Clock.state != "stopped")
    for clock in uow.session.scalars(clocks).all():
        stop(uow, clock=clock, reason=reason, by=by, at=at)


def _confirmation(uow: UnitOfWork, case_id: int, *states: str) -> tuple[Confirmation, date]:
    """Return the application that is in one of ``states``, and when its agreement took effect.

    :raises NotFiled: it should lie with the court and does not
    :raises NotAsked: an earlier step is missing
    """
    agreement, in_force_on = _binding(uow, case_id)
    row = rows.confirmation(uow.session, agreement.id)
    if row is None or row.state not in states:
        raise rules.NotFiled() if states == ("filed",) else rules.NotAsked()
    return row, in_force_on


def _binding(uow: UnitOfWork, case_id: int) -> tuple[Agreement, date]:
    """Return the agreement that binds the parties, and since when.

    :raises NotYetInForce: there is none
    :raises NotConfirmable: it is a private settlement
    """
    agreement = rows.in_force(uow.session, case_id)
    if agreement is None or agreement.in_force_on is None:
        raise rules.NotYetInForce()
    rules.check_form(agreement.form)
    return agreement, agreement.in_force_on
