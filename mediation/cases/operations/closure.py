"""How a case closes, is answered back, reopened and archived."""

from collections.abc import Sequence
from datetime import date, datetime

from mediation.cases import refusals, rules, settings
from mediation.cases.events import (
    AnswerFedBack,
    CaseEnded,
    CaseReopened,
    CaseSettled,
    DossierArchived,
    DossierChecked,
    FeedbackConfirmed,
    RemediesTold,
)
from mediation.cases.model import Case
from mediation.cases.operations.receipts import send, take
from mediation.cases.taxonomy import SETTLED_OUTCOMES
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units.queries import UnitView


class NotReopenable(Refused):
    """Only a closed case that was settled can be reopened."""

    message = N_("本案{number}没有结案，或者不是以和解、协议结案，不能重启。")


def check_open(case: Case) -> None:
    """Check that the case may still be worked on.

    :raises CaseArchived: the dossier is read-only
    """
    if case.archived_at is not None:
        raise refusals.CaseArchived(number=case.number, on=rules.say_day(day_of(case.archived_at)))


def close_case(
    uow: UnitOfWork,
    *,
    case: Case,
    outcome: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    on: date | None = None,
) -> None:
    """Close the case with ``outcome``; a case that is closed already keeps its first outcome.

    :param on: day it was settled, where that was not today
    :raises CaseArchived:
    """
    check_open(case)
    if case.closed_at is not None:
        return
    case.closed_at, case.outcome = at, outcome
    if outcome in SETTLED_OUTCOMES:
        case.settled_on = on or day_of(at)
        uow.record(CaseSettled(case_id=case.id, outcome=outcome, settled_on=case.settled_on, at=at, by=by))
    else:
        uow.record(CaseEnded(case_id=case.id, outcome=outcome, reason=reason, at=at, by=by))


def tell_remedies(uow: UnitOfWork, *, case: Case, by: Actor, at: datetime) -> None:
    """Note that the parties were told what else they may do (人民调解法 26)."""
    check_open(case)
    uow.record(RemediesTold(case_id=case.id, limitation_on=case.limitation_interrupted_on, at=at, by=by))


def note_complete(uow: UnitOfWork, *, case: Case, papers: int, by: Actor, at: datetime) -> None:
    """Note that the dossier was checked and nothing is missing."""
    check_open(case)
    uow.record(DossierChecked(case_id=case.id, papers=papers, at=at, by=by))


def reopen(
    uow: UnitOfWork, *, case: Case, last_level: str, reason: str | None, by: Actor, at: datetime
) -> None:
    """Reopen a settled case after a breach: at the same level, at the town if red (DOMAIN 7).

    :raises CaseArchived:
    :raises NotReopenable:
    """
    check_open(case)
    if case.closed_at is None or case.outcome not in SETTLED_OUTCOMES:
        raise NotReopenable(number=case.number)
    red_level = settings.of(uow.locality).red_enters_at
    case.entry_level = rules.reopening_level(last_level=last_level, risk=case.risk, red_level=red_level)
    case.closed_at = case.outcome = case.settled_on = case.performed_on = None
    case.level_result = None
    uow.record(
        CaseReopened(
            case_id=case.id,
            level_title=uow.locality.level(case.entry_level).title,
            reason=(reason or "").strip() or "协议没有履行",
            at=at,
            by=by,
        )
    )


def feed_back(
    uow: UnitOfWork,
    *,
    case: Case,
    units: Sequence[UnitView],
    papers: Sequence[str],
    answer: str,
    by: Actor,
    at: datetime,
) -> None:
    """Send the answer back down to each unit the case passed, highest first, and to the applicant."""
    sender = case.held_by_id
    for unit in units:
        send(
            uow,
            case=case,
            direction="back",
            from_unit_id=sender,
            to_unit_id=unit.id,
            reason=answer,
            papers=papers,
            at=at,
        )
        sender = unit.id
    send(uow, case=case, direction="back", from_unit_id=sender, to_body="applicant", reason=answer, at=at)
    if units:
        names = "、".join(unit.full_name for unit in units)
        uow.record(AnswerFedBack(case_id=case.id, units=names, at=at, by=by))


def confirm_feedback(
    uow: UnitOfWork, *, case: Case, unit_id: int | None, told_on: date, by: Actor, at: datetime
) -> None:
    """Take the grid's word that the applicant was told in person."""
    if unit_id is not None:
        take(uow, case=case, unit_id=unit_id, by=by, at=at)
    uow.record(FeedbackConfirmed(case_id=case.id, told_on=told_on, at=at, by=by))


def archive(uow: UnitOfWork, *, case: Case, by: Actor, at: datetime) -> None:
    """Make the case read-only.

    :raises CaseArchived: it is so already
    """
    check_open(case)
    case.archived_at = at
    uow.record(DossierArchived(case_id=case.id, number=case.number, at=at, by=by))
