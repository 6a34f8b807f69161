"""What is done for somebody under violence: police, contact, guide, warning letter, weekly visits."""

from datetime import date, datetime

from sqlalchemy import func, select

from mediation.cases import refusals
from mediation.cases.events import (
    GuidedToProtectionOrder,
    PoliceInformed,
    VictimContacted,
    VictimVisited,
    WarningIssued,
    WarningNotIssued,
)
from mediation.cases.model import Case, ProtectionAct
from mediation.cases.operations.closure import check_open
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork


class NoWarningLetter(Refused):
    """Weekly visits follow a warning letter (反家庭暴力法 17)."""

    message = N_("公安机关还没有出具告诫书，不需要按告诫书走访。")


class DateInFuture(Refused):
    """Something was written down before it happened."""

    message = N_("日期不能晚于今天。")
    is_slip = True


def _note(
    uow: UnitOfWork, case: Case, kind: str, done_on: date, note: str, by: Actor, at: datetime
) -> ProtectionAct:
    check_open(case)
    if done_on > day_of(at):
        raise DateInFuture()
    return uow.add(
        ProtectionAct(
            case_id=case.id, kind=kind, done_on=done_on, note=note or None, by_id=by.person_id, at=at
        )
    )


def report_to_police(
    uow: UnitOfWork, *, case: Case, receipt_number: str | None, note: str = "", by: Actor, at: datetime
) -> None:
    """Take the police's receipt (反家庭暴力法 14; 未成年人保护法 11).

    :raises ReceiptNumberNeeded:
    """
    number = (receipt_number or "").strip()
    if not number:
        raise refusals.ReceiptNumberNeeded(fields={"receipt_number": refusals.ReceiptNumberNeeded.message})
    _note(uow, case, "report", day_of(at), note, by, at).receipt_number = number
    uow.record(PoliceInformed(case_id=case.id, number=number, at=at, by=by))


def contact(uow: UnitOfWork, *, case: Case, note: str = "", by: Actor, at: datetime) -> None:
    """Note that the women's federation or civil affairs got in touch (反家庭暴力法 4, 18)."""
    _note(uow, case, "contact", day_of(at), note, by, at)
    uow.record(VictimContacted(case_id=case.id, at=at, by=by))


def guide(uow: UnitOfWork, *, case: Case, told_on: date, note: str = "", by: Actor, at: datetime) -> None:
    """Note that the victim was told how to get a protection order (反家庭暴力法 23-28)."""
    _note(uow, case, "guide", told_on, note, by, at)
    uow.record(GuidedToProtectionOrder(case_id=case.id, told_on=told_on, at=at, by=by))


def warn(
    uow: UnitOfWork,
    *,
    case: Case,
    issued: bool,
    issued_on: date | None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Note whether the police issued a 告诫书; weekly visits follow (反家庭暴力法 16, 17)."""
    act = _note(uow, case, "warning", issued_on or day_of(at), note, by, at)
    act.issued = issued
    if issued:
        uow.record(WarningIssued(case_id=case.id, issued_on=act.done_on, at=at, by=by))
    else:
        uow.record(WarningNotIssued(case_id=case.id, at=at, by=by))


def visit(
    uow: UnitOfWork, *, case: Case, visited_on: date, safe: bool, note: str = "", by: Actor, at: datetime
) -> None:
    """Write down one weekly visit after the warning letter (反家庭暴力法 17; weekly: county default).

    :raises NoWarningLetter:
    """
    kinds = dict(
        uow.session.execute(
            select(ProtectionAct.kind, func.count())
            .where(
                ProtectionAct.case_id == case.id,
                (ProtectionAct.kind == "visit") | ProtectionAct.issued.is_(True),
            )
            .group_by(ProtectionAct.kind)
        )
        .tuples()
        .all()
    )
    if "warning" not in kinds:
        raise NoWarningLetter()
    _note(uow, case, "visit", visited_on, note, by, at).safe = safe
    uow.record(
        VictimVisited(
            case_id=case.id,
            visited_on=visited_on,
            number=kinds.get("visit", 0) + 1,
            safe=safe,
            at=at,
            by=by,
        )
    )
