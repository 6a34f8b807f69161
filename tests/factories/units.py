"""Units: one at a time, or one of each level above a grid."""

from itertools import count

from sqlalchemy.orm import Session

from mediation.units.model import Unit

_codes = count(1)

LADDER = {
    "county": "浏阳市",
    "town": "官渡镇",
    "village": "南岳村",
    "branch": "青桥党支部",
    "grid": "第9微网格",
}


def a_unit(
    session: Session,
    *,
    level: str = "grid",
    name: str | None = None,
    parent: Unit | None = None,
    code: str | None = None,
    households: int | None = None,
) -> Unit:
    """Add a unit below ``parent``."""
    name = name or LADDER.get(level, level)
    unit = Unit(
        code=code or f"T{next(_codes):08d}",
        name=name,
        level=level,
        parent_id=parent.id if parent else None,
        path="",
        full_name=_full_name(parent, name),
        households=households if households is not None or level != "grid" else 13,
    )
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    session.flush()
    return unit


def a_ladder(session: Session) -> dict[str, Unit]:
    """Add 浏阳市, 官渡镇, 南岳村, 青桥党支部 and its 第9微网格; returned by level."""
    units: dict[str, Unit] = {}
    parent: Unit | None = None
    for level in LADDER:
        parent = units[level] = a_unit(session, level=level, parent=parent)
    return units


def _full_name(parent: Unit | None, name: str) -> str:
    """Names from the town down; a county is not said."""
    if parent is None or parent.parent_id is None:
        return name
    return parent.full_name + name
