"""Hops of a case and their receipts: up, down, over to another body, answered back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from mediation.cases import refusals, rules
from mediation.cases.events import (
    DepartmentAccepted,
    DepartmentHandled,
    DepartmentObjected,
    HandedOver,
    RedReceiptGiven,
)
from mediation.cases.model import Case, Receipt
from mediation.kernel.actor import Actor
from mediation.kernel.unit_of_work import UnitOfWork


def send(
    uow: UnitOfWork,
    *,
    case: Case,
    direction: str,
    reason: str,
    at: datetime,
    from_unit_id: int | None = None,
    to_unit_id: int | None = None,
    to_body: str | None = None,
    papers: Sequence[str] = (),
) -> Receipt:
    """Write down that the case, or its answer, went somewhere.

    :param direction: "up", "down", "over" or "back"
    :param papers: numbers of the papers that went along
    """
    return uow.add(
        Receipt(
            case_id=case.id,
            direction=direction,
            from_unit_id=from_unit_id,
            to_unit_id=to_unit_id,
            to_body=to_body,
            reason=reason,
            dossier={"papers": list(papers)},
            sent_at=at,
        )
    )


def take(
    uow: UnitOfWork, *, case: Case, unit_id: int, by: Actor, at: datetime, number: str | None = None
) -> None:
    """Sign the receipts of every hop to ``unit_id`` that nobody has signed yet."""
    waiting = uow.session.scalars(
        select(Receipt).where(
            Receipt.case_id == case.id, Receipt.to_unit_id == unit_id, Receipt.received_at.is_(None)
        )
    ).all()
    for receipt in waiting:
        receipt.received_at, receipt.received_by, receipt.number = at, by.person_id, number


def hand_over(
    uow: UnitOfWork,
    *,
    case: Case,
    to: str,
    reason: str | None,
    receipt_number: str | None,
    papers: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> str:
    """Hand the case to a body outside, with its receipt; returns the outcome this means.

    :param to: police, court, arbitration, agency or petition
    :raises UnknownHandover:
    :raises ReasonNeeded:
    :raises ReceiptNumberNeeded: nothing counts as handed over without the other side's receipt
    """
    outcome = rules.outcome_of_handover(to)
    reason = rules.need_reason(reason, what="移送")
    number = (receipt_number or "").strip()
    if not number:
        raise refusals.ReceiptNumberNeeded(fields={"receipt_number": refusals.ReceiptNumberNeeded.message})
    receipt = send(
        uow,
        case=case,
        direction="over",
        from_unit_id=case.held_by_id,
        to_body=to,
        reason=reason,
        papers=papers,
        at=at,
    )
    receipt.received_at, receipt.received_by, receipt.number = at, by.person_id, number
    uow.record(HandedOver(case_id=case.id, to=to, reason=reason, number=number, at=at, by=by))
    return outcome


def answer_dispatch(
    uow: UnitOfWork,
    *,
    case: Case,
    accept: bool,
    reason: str | None,
    is_late: bool,
    last_day: str,
    by: Actor,
    at: datetime,
) -> None:
    """Take a department's receipt of a dispatched case, or its objection within the window.

    :param is_late: the objection window is over (信访工作条例 23; county default for other sources)
    :raises ObjectionTooLate:
    :raises ReasonNeeded: an objection needs one
    """
    if accept:
        uow.record(DepartmentAccepted(case_id=case.id, at=at, by=by))
        return
    if is_late:
        raise refusals.ObjectionTooLate(on=last_day)
    reason = rules.need_reason(reason, what="提出异议")
    uow.record(DepartmentObjected(case_id=case.id, reason=reason, at=at, by=by))


def answer_handling(
    uow: UnitOfWork, *, case: Case, settled: bool, result: str | None, by: Actor, at: datetime
) -> None:
    """Take what a department made of a dispatched case.

    :raises ReasonNeeded: the result must be said
    """
    result = rules.need_reason(result, what="反馈办理结果")
    uow.record(DepartmentHandled(case_id=case.id, settled=settled, result=result, at=at, by=by))


def receive_red_alert(
    uow: UnitOfWork,
    *,
    case: Case,
    to_body: str | None,
    number: str | None,
    measures: str,
    by: Actor,
    at: datetime,
) -> None:
    """Take the receipt of a red alert: by the police with its number, by the town with its measures.

    :param to_body: "police", or None for the town
    :raises ReceiptNumberNeeded: the police gave no number
    :raises ReasonNeeded: the town says nothing of what it does
    """
    if to_body is not None and not (number or "").strip():
        raise refusals.ReceiptNumberNeeded(fields={"receipt_number": refusals.ReceiptNumberNeeded.message})
    if to_body is None:
        measures = rules.need_reason(measures, what="红色预警处置")
    receipt = send(
        uow,
        case=case,
        direction="over",
        from_unit_id=case.held_by_id,
        to_unit_id=by.unit_id,
        to_body=to_body,
        reason="红色预警",
        at=at,
    )
    receipt.received_at, receipt.received_by, receipt.number = at, by.person_id, number or None
    body = f"回执{number}" if number else "乡镇（街道）处置"
    uow.record(RedReceiptGiven(case_id=case.id, body=body, measures=measures or "已出警到场", at=at, by=by))
