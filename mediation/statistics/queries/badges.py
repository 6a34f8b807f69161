"""三零: which villages and micro-grids kept which badge in a quarter, and what broke the others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import visible_to
from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality
from mediation.people.identity import Identity
from mediation.statistics.queries.counting import counts_itself, holding, within
from mediation.statistics.rules.badges import BADGES, Seen, broken_by
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import StatisticsSettings, of
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import UnitView, subtree

PAGE = 60


@dataclass(frozen=True)
class BadgeView:
    """The badges of one unit in a quarter.

    :ivar broken: badge -> how many disputes broke it
    """

    unit: UnitView
    broken: Mapping[str, int]

    @property
    def is_three(self) -> bool:
        """Whether it kept all three."""
        return not any(self.broken.values())


@dataclass(frozen=True)
class BadgePage:
    """Badges of units of one level, in order of code.

    :ivar kept: units of the level that kept all three; ``of`` how many there are
    :ivar next: code to go on after, None at the end
    """

    quarter: Period
    is_over: bool
    level: str
    rows: tuple[BadgeView, ...]
    kept: int
    of: int
    next: str | None


@dataclass(frozen=True)
class Broke:
    """One dispute that broke badges.

    :ivar may_open: whether the visitor may see the dispute itself
    """

    case_id: int
    number: str
    unit_name: str
    badges: tuple[str, ...]
    source: str
    reported_on: date
    may_open: bool


@dataclass(frozen=True)
class _Found:
    case_id: int
    path: str
    badges: tuple[str, ...]


def badges(
    session: Session,
    *,
    unit: UnitView,
    level: str,
    quarter: Period,
    today: date,
    locality: Locality,
    after: str | None = None,
) -> BadgePage:
    """Return the badges of the units of ``level`` at or below ``unit``."""
    page = subtree(session, unit, level=level, after=after, size=PAGE)
    found = list(_found(session, unit.path, quarter, of(locality)))
    paths = select(Unit.path).where(
        below(Unit.path, unit.path), Unit.level == level, Unit.retired_at.is_(None)
    )
    many = session.scalar(select(func.count()).select_from(paths.subquery())) or 0
    holders = _holders(session, unit.path, level, found)
    return BadgePage(
        quarter=quarter,
        is_over=quarter.is_over(today),
        level=level,
        rows=tuple(BadgeView(each, _counts(found, each.path)) for each in page.items),
        kept=many - len(holders),
        of=many,
        next=page.next,
    )


def badge_of(session: Session, *, unit: UnitView, quarter: Period, locality: Locality) -> BadgeView:
    """Return the badges of one unit."""
    found = list(_found(session, unit.path, quarter, of(locality)))
    return BadgeView(unit, _counts(found, unit.path))


def broken(
    session: Session, *, unit: UnitView, quarter: Period, who: Identity, locality: Locality
) -> tuple[Broke, ...]:
    """Return the disputes that broke the unit's badges in the quarter, the earliest first."""
    by_case = {each.case_id: each for each in _found(session, unit.path, quarter, of(locality))}
    may_open = set(session.scalars(select(Case.id).where(Case.id.in_(by_case), visible_to(who))))
    rows = session.execute(
        select(Case.id, Case.number, Unit.full_name, Case.source, Case.reported_at)
        .join(Unit, Unit.id == Case.unit_id)
        .where(Case.id.in_(by_case))
        .order_by(Case.reported_at, Case.id)
    ).tuples()
    return tuple(
        Broke(
            case_id=case_id,
            number=number,
            unit_name=name,
            badges=by_case[case_id].badges,
            source=source,
            reported_on=day_of(reported_at),
            may_open=case_id in may_open,
        )
        for case_id, number, name, source, reported_at in rows
    )


def _found(session: Session, path: str, quarter: Period, settings: StatisticsSettings) -> Iterator[_Found]:
    """Yield what broke a badge; the database narrows it down, the rule decides."""
    traits = set().union(*(each.traits for each in settings.badges.values()))
    sources = set().union(*(each.sources for each in settings.badges.values()))
    outcomes = set().union(*(each.outcomes for each in settings.badges.values()))
    shown = [Case.traits[trait].as_boolean() for trait in sorted(traits)]
    reported = within(Case.reported_at, quarter) & or_(Case.source.in_(sources), *shown)
    closed = within(Case.closed_at, quarter) & Case.outcome.in_(outcomes)
    columns = (Case.source, Case.traits, Case.outcome, Case.reported_at, Case.closed_at)
    query = (
        select(Case.id, Unit.path, *columns)
        .join(Unit, Unit.id == Case.unit_id)
        .where(below(Unit.path, path), or_(reported, closed), counts_itself())
    )
    for case_id, place, source, held, outcome, reported_at, closed_at in session.execute(query).tuples():
        seen = Seen(
            source=source,
            traits=holding(held),
            outcome=outcome,
            reported_on=day_of(reported_at),
            closed_on=day_of(closed_at) if closed_at else None,
        )
        broke = tuple(broken_by(seen, settings.badges, first=quarter.starts_on, last=quarter.ends_on))
        if broke:
            yield _Found(case_id, place, broke)


def _counts(found: Sequence[_Found], path: str) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for each in found:
        if each.path.startswith(path):
            for badge in each.badges:
                counts[badge] += 1
    return {badge: counts[badge] for badge in BADGES}


def _holders(session: Session, path: str, level: str, found: Sequence[_Found]) -> set[int]:
    """Return the units of ``level`` in use at or below ``path`` in which something broke a badge."""
    ids = {int(part) for each in found for part in each.path.strip("/").split("/")}
    in_use = select(Unit.id).where(
        Unit.id.in_(ids), Unit.level == level, Unit.retired_at.is_(None), below(Unit.path, path)
    )
    return set(session.scalars(in_use))
