"""What becomes of open work when a unit is merged into another: it goes on there, no day is gained."""

from sqlalchemy import or_, select, update

from mediation.cases.model import Attempt, Case, Receipt
from mediation.casework.events import CaseUnitMerged
from mediation.casework.model import WorkItem
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.units.events import UnitMerged
from mediation.units.model import Unit
from mediation.units.paths import below


def on_unit_merged(uow: UnitOfWork, fact: UnitMerged) -> None:
    """Hand the open cases, tasks and receipts of the merged unit to the other, and tell every open case.

    Who had taken a task keeps it: the posts go along.
    """
    moved = select(Unit.id).where(below(Unit.former_path, fact.former_path), Unit.joined_at == fact.at)
    concerned = or_(Case.unit_id.in_(moved), Case.held_by_id == fact.unit_id)
    cases = uow.session.scalars(
        select(Case.id).where(Case.closed_at.is_(None), concerned).order_by(Case.id)
    ).all()
    _hand_over(uow, fact)
    for case_id in cases:
        uow.record(
            CaseUnitMerged(case_id=case_id, unit=fact.name, into=fact.into_name, at=fact.at, by=fact.by)
        )


def _hand_over(uow: UnitOfWork, fact: UnitMerged) -> None:
    here = fact.unit_id
    is_open = Case.closed_at.is_(None)
    for statement in (
        update(WorkItem)
        .where(WorkItem.unit_id == here, WorkItem.state == "open")
        .values(unit_id=fact.into_id),
        update(Case).where(Case.held_by_id == here, is_open).values(held_by_id=fact.into_id),
        update(Case).where(Case.unit_id == here, is_open).values(unit_id=fact.into_id),
        update(Attempt)
        .where(Attempt.unit_id == here, Attempt.closed_at.is_(None))
        .values(unit_id=fact.into_id),
        update(Receipt)
        .where(Receipt.to_unit_id == here, Receipt.received_at.is_(None))
        .values(to_unit_id=fact.into_id),
    ):
        uow.session.execute(statement)
