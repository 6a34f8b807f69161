"""Which units' boards and returns somebody may open: those they supervise or audit, and all below."""

from sqlalchemy.orm import Session

from mediation.kernel.errors import Forbidden
from mediation.kernel.text import N_
from mediation.people.identity import READS_AREA, Identity
from mediation.units import queries as units
from mediation.units.queries import UnitView


class OutsideTheBoard(Forbidden):
    """The unit is not below any post of theirs that supervises or audits."""

    message = N_("{unit}不在您督办或审计的辖区内。请从您自己的辖区往下看。")


def board_unit(session: Session, identity: Identity, unit_id: int | None = None) -> UnitView:
    """Return the unit whose board is asked for; the highest one's own where none is.

    :raises OutsideTheBoard: it is not at or below a post of theirs that supervises or audits
    :raises NotFound: there is no such unit
    """
    if unit_id is None:
        return units.unit(session, own_tops(identity)[0])
    unit = units.unit(session, unit_id)
    if not may_read(identity, unit.path):
        raise OutsideTheBoard(unit=unit.full_name or unit.name)
    return unit


def own_tops(identity: Identity) -> tuple[int, ...]:
    """Return the units of the posts that supervise or audit, the highest first, none below another.

    :raises Forbidden: there is no such post
    """
    paths = identity.paths_with(*READS_AREA)
    if not paths:
        raise Forbidden(needed=N_("督办或审计职务"))
    return tuple(int(path.rstrip("/").rsplit("/", 1)[-1]) for path in sorted(paths, key=len))


def may_read(identity: Identity, path: str) -> bool:
    """Say whether a unit of that path is at or below a post that supervises or audits."""
    return any(path.startswith(top) for top in identity.paths_with(*READS_AREA))


def supervises(identity: Identity, path: str) -> bool:
    """Say whether one may act on a unit of that path: it is at or below a supervising post."""
    return any(path.startswith(top) for top in identity.paths_with("supervise"))


def ladder(session: Session, identity: Identity, unit: UnitView) -> tuple[UnitView, ...]:
    """Return the units from the highest whose board may be opened down to ``unit``."""
    return tuple(each for each in units.lineage(session, unit.id) if may_read(identity, each.path))
