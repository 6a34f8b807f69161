"""Names of units, and texts in which names are replaced as the reader may see them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.parties.queries import PartyView, Standing, Viewer, mask_minors, mask_names
from mediation.units.model import Unit


def masked(text: str, known: Iterable[PartyView], looker: Viewer) -> str:
    """Return ``text`` with names replaced as ``looker`` may see them; a minor's always."""
    if looker.standing is Standing.OUTSIDE:
        return mask_names(text, known)
    return mask_minors(text, known)


def unit_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the full names of several units at once."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(select(Unit.id, Unit.full_name).where(Unit.id.in_(wanted))).tuples().all()
    return dict(rows)
