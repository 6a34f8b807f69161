"""What becomes of instructions and listings when a unit is merged; cards stay whose they are."""

from sqlalchemy import select, update

from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.model import Instruction, Listing
from mediation.units.events import UnitMerged


def on_unit_merged(uow: UnitOfWork, fact: UnitMerged) -> None:
    """Let the other unit answer what the merged one was asked, and keep what was listed there."""
    uow.session.execute(
        update(Instruction)
        .where(Instruction.unit_id == fact.unit_id, Instruction.state != "closed")
        .values(unit_id=fact.into_id)
    )
    already = select(Listing.case_id).where(Listing.unit_id == fact.into_id, Listing.closed_at.is_(None))
    uow.session.execute(
        update(Listing)
        .where(
            Listing.unit_id == fact.unit_id,
            Listing.closed_at.is_(None),
            Listing.case_id.not_in(already.scalar_subquery()),
        )
        .values(unit_id=fact.into_id)
        .execution_options(synchronize_session=False)
    )
