"""挂牌 and 摘牌: what is listed at a supervising unit, late or by hand, until it is done or taken off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import instruction_rules, refusals
from mediation.oversight.events import CaseDelisted, CaseListed, LateWorkListed
from mediation.oversight.model import Instruction, Listing
from mediation.oversight.operations.clocks import late_clock

REASON_AT_MOST = 200
CASE_DONE = N_("案件已办结")


def list_late(
    uow: UnitOfWork, *, clock_id: int, unit_id: int, unit_name: str, by: Actor, at: datetime
) -> Listing | None:
    """List late work at a supervising unit; None where it is listed there already."""
    clock = late_clock(uow, clock_id)
    known = select(Listing.id).where(Listing.clock_id == clock_id, Listing.unit_id == unit_id)
    if uow.session.scalars(known).first() is not None:
        return None
    uow.record(
        LateWorkListed(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            unit=unit_name,
            unit_id=unit_id,
            by=by,
            at=at,
        )
    )
    return uow.add(
        Listing(
            case_id=clock.case_id,
            clock_id=clock.id,
            unit_id=unit_id,
            title=clock.title,
            due_on=clock.due_on,
            listed_at=at,
        )
    )


def list_case(
    uow: UnitOfWork, *, case_id: int, unit_id: int, unit_name: str, reason: str, by: Actor, at: datetime
) -> Listing:
    """List a case by hand, whatever is late in it.

    :raises ListedAlready: it is listed there, by hand or because it is late
    :raises ReasonMissing: it says nothing
    """
    said = instruction_rules.check_reason(reason, most=REASON_AT_MOST)
    if _listed_at(uow, case_id, unit_id):
        raise refusals.ListedAlready(unit=unit_name)
    uow.record(CaseListed(case_id=case_id, unit=unit_name, unit_id=unit_id, reason=said, by=by, at=at))
    return uow.add(
        Listing(
            case_id=case_id,
            unit_id=unit_id,
            title="",
            reason=said,
            listed_at=at,
            listed_by=by.person_id,
        )
    )


def delist_case(
    uow: UnitOfWork, *, case_id: int, unit_id: int, unit_name: str, reason: str, by: Actor, at: datetime
) -> None:
    """Take a case off the list of a unit, however it came there; being late lists it there no more.

    :raises NotListed: it is not listed there
    :raises ReasonMissing: it says nothing
    """
    said = instruction_rules.check_reason(reason, most=REASON_AT_MOST)
    found = _listed_at(uow, case_id, unit_id)
    if not found:
        raise refusals.NotListed(unit=unit_name)
    for listing in found:
        listing.closed_at, listing.closed_by, listing.close_reason = at, by.person_id, said
    uow.record(CaseDelisted(case_id=case_id, unit=unit_name, unit_id=unit_id, reason=said, by=by, at=at))


def end_with_case(uow: UnitOfWork, *, case_id: int, at: datetime) -> None:
    """End what was listed and instructed about a case itself, now that it is settled or closed."""
    listed = select(Listing).where(
        Listing.case_id == case_id, Listing.clock_id.is_(None), Listing.closed_at.is_(None)
    )
    for listing in uow.session.scalars(listed):
        listing.closed_at, listing.close_reason = at, CASE_DONE
    given = select(Instruction).where(
        Instruction.case_id == case_id, Instruction.clock_id.is_(None), Instruction.state != "closed"
    )
    for each in uow.session.scalars(given):
        each.state, each.closed_at = "closed", at
        if each.answer is None:
            each.answer, each.answered_at = CASE_DONE, at


def _listed_at(uow: UnitOfWork, case_id: int, unit_id: int) -> Sequence[Listing]:
    query = select(Listing).where(
        Listing.case_id == case_id, Listing.unit_id == unit_id, Listing.closed_at.is_(None)
    )
    return uow.session.scalars(query).all()
