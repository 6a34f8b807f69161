"""Promises kept, broken, urged and varied (人民调解法 31; 人民调解工作若干规定 37, 38)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from mediation.agreements import rows
from mediation.agreements.events import (
    BreachFollowed,
    PromiseBroken,
    PromisePartlyKept,
    PromiseVaried,
    SettlementPerformed,
)
from mediation.agreements.limits import is_past
from mediation.agreements.model import Agreement, Performance, Promise
from mediation.agreements.rules import performance as rules
from mediation.agreements.rules.force import check_day
from mediation.agreements.rules.terms import to_fen, yuan
from mediation.cases.model import Attempt, Case
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.model import Party

EVERYBODY = N_("当事人")


def confirm_performance(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None,
    decision: str,
    performed_on: date | None = None,
    evidence: str = "",
    paid_yuan: str | int | Decimal | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Record what became of the promise that falls due next; return "done", "part" or "breach".

    "done" comes back as "part" while other promises are still to be kept.

    :param decision: "done", "part" or "breach"
    :param paid_yuan: money that changed hands now, where part of it did
    :raises NotInForce: an agreement is under way and does not bind yet
    :raises UnknownDecision: none of the three
    """
    row = performance_of(uow, case_id=case_id, attempt_id=attempt_id)
    owed = _owed(uow, row, case_id)
    performed_on = performed_on or day_of(at)
    if decision == "breach":
        return _break(uow, row, owed, by=by, at=at)
    if decision not in ("done", "part"):
        raise rules.UnknownDecision(decision=decision)
    check_day(performed_on, first=_first_day(uow, row), last=day_of(at), field="performed_on")
    if decision == "part":
        return _keep_part(uow, case_id, owed, to_fen(paid_yuan), by=by, at=at)
    return _keep(uow, row, owed, performed_on, evidence, by=by, at=at)


def follow_breach(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None,
    decision: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Record what urging led to; return "done", "part", "vary", "reopen" or "sue".

    :param decision: "done" (kept after all), "vary", "reopen" or "sue"
    :raises UnknownDecision: none of the four
    """
    row = performance_of(uow, case_id=case_id, attempt_id=attempt_id)
    owed = _owed(uow, row, case_id)
    if decision == "done":
        return _keep(uow, row, owed, day_of(at), note, by=by, at=at)
    if decision == "vary":
        if not owed:
            raise rules.NothingOwed()
        return "vary"
    if decision not in rules.BREACH_DECISIONS:
        raise rules.UnknownDecision(decision=decision)
    row.breach_decision = decision
    if owed:
        owed[0].state = "enforcing" if decision == "sue" and _confirmed(uow, owed[0]) else "breach"
    uow.record(BreachFollowed(case_id=case_id, decision=decision, note=note.strip(), at=at, by=by))
    return decision


def vary_promise(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None,
    new_terms: str,
    new_due_on: date | None,
    all_agree: bool,
    by: Actor,
    at: datetime,
) -> Promise:
    """Put another promise in the place of the one that falls due next; all parties must agree.

    :raises NotAllAgree: somebody does not
    :raises NothingOwed: nothing is left to vary
    :raises NoNewTerms: what or by when is missing
    """
    rules.check_all_agree(all_agree)
    row = performance_of(uow, case_id=case_id, attempt_id=attempt_id)
    owed = _owed(uow, row, case_id)
    if not owed:
        raise rules.NothingOwed()
    if not new_terms.strip() or new_due_on is None:
        field = "new_due_on" if new_terms.strip() else "new_terms"
        raise rules.NoNewTerms(fields={field: rules.NoNewTerms.message})
    check_day(new_due_on, first=day_of(at), last=date.max, field="new_due_on")
    old = owed[0]
    old.state = "varied"
    new = Promise(
        case_id=case_id,
        agreement_id=old.agreement_id,
        party_id=old.party_id,
        line=old.line,
        what=new_terms.strip(),
        due_on=new_due_on,
        amount_fen=old.amount_fen,
        paid_fen=old.paid_fen,
        replaces_id=old.id,
    )
    uow.add(new)
    uow.session.flush()
    uow.record(
        PromiseVaried(
            case_id=case_id,
            promise_id=new.id,
            old_due_on=old.due_on,
            new_due_on=new_due_on,
            at=at,
            by=by,
        )
    )
    return new


def performance_of(uow: UnitOfWork, *, case_id: int, attempt_id: int | None) -> Performance:
    """Return what becomes of the settlement of that attempt, begun on first use.

    :raises NotInForce: the attempt's agreement does not bind yet
    """
    round_ = uow.get(Attempt, attempt_id, what="这次化解").seq if attempt_id else 0
    found = rows.performance(uow.session, case_id, round_)
    if found is not None:
        return found
    agreement = rows.of_attempt(uow.session, case_id, attempt_id)
    if agreement is not None and agreement.state != "in_force":
        raise rules.NotInForce()
    found = Performance(
        case_id=case_id,
        agreement_id=agreement.id if agreement else None,
        round=round_,
        visits_planned=0,
    )
    uow.add(found)
    uow.session.flush()
    return found


def _owed(uow: UnitOfWork, row: Performance, case_id: int) -> list[Promise]:
    return rows.owed_promises(uow.session, row.agreement_id) if row.agreement_id else []


def _first_day(uow: UnitOfWork, row: Performance) -> date | None:
    """Return the day before which nothing can have been performed."""
    if row.agreement_id is None:
        return None
    return uow.get(Agreement, row.agreement_id).reached_on


def _keep(
    uow: UnitOfWork,
    row: Performance,
    owed: Sequence[Promise],
    performed_on: date,
    evidence: str,
    *,
    by: Actor,
    at: datetime,
) -> str:
    late = False
    if owed:
        kept, rest = owed[0], owed[1:]
        kept.state, kept.performed_on, kept.evidence = "done", performed_on, evidence or None
        kept.paid_fen = kept.amount_fen or kept.paid_fen
        late = is_past(uow.session, kept.due_on, performed_on)
        if rest:
            _tell_part(uow, row.case_id, kept, len(rest), by=by, at=at)
            return "part"
    row.performed_on = performed_on
    uow.get(Case, row.case_id).performed_on = performed_on
    uow.record(SettlementPerformed(case_id=row.case_id, performed_on=performed_on, late=late, at=at, by=by))
    return "done"


def _keep_part(
    uow: UnitOfWork,
    case_id: int,
    owed: Sequence[Promise],
    paid_fen: int | None,
    *,
    by: Actor,
    at: datetime,
) -> str:
    if not owed:
        raise rules.NothingOwed()
    promise = owed[0]
    if paid_fen and promise.amount_fen is not None:
        if promise.paid_fen + paid_fen >= promise.amount_fen:
            raise rules.PaidTooMuch(amount=yuan(promise.amount_fen), paid=yuan(promise.paid_fen))
        promise.paid_fen += paid_fen
    promise.state = "partial"
    _tell_part(uow, case_id, promise, len(owed), by=by, at=at)
    return "part"


def _tell_part(
    uow: UnitOfWork, case_id: int, promise: Promise, left: int, *, by: Actor, at: datetime
) -> None:
    party = uow.get(Party, promise.party_id).alias
    uow.record(
        PromisePartlyKept(case_id=case_id, promise_id=promise.id, party=party, left=left, at=at, by=by)
    )


def _break(uow: UnitOfWork, row: Performance, owed: Sequence[Promise], *, by: Actor, at: datetime) -> str:
    promise = owed[0] if owed else None
    if promise is not None:
        promise.state = "urging"
    uow.record(
        PromiseBroken(
            case_id=row.case_id,
            promise_id=promise.id if promise else None,
            party=uow.get(Party, promise.party_id).alias if promise else EVERYBODY,
            due_on=promise.due_on if promise else None,
            at=at,
            by=by,
        )
    )
    return "breach"


def _confirmed(uow: UnitOfWork, promise: Promise) -> bool:
    confirmation = rows.confirmation(uow.session, promise.agreement_id)
    return confirmation is not None and confirmation.state == "confirmed"
