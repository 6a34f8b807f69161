"""What is not submitted yet beside a return: earlier periods of the unit, and units right below it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from mediation.kernel.locality import Locality
from mediation.statistics.model import StatisticalReturn
from mediation.statistics.queries.beginnings import first_day, is_empty
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import submitting_levels
from mediation.units.model import Unit
from mediation.units.queries import UnitView, view

LISTED = 6


@dataclass(frozen=True)
class Gaps:
    """What is missing when a return is submitted.

    :ivar earlier: the latest of the unit's earlier periods of this kind that were not submitted, since its
        first dispute; ``earlier_of`` how many there are
    :ivar below: the first of the units right below, in order of code, that submit returns themselves and
        have not submitted this one; ``below_of`` how many there are
    """

    earlier: tuple[Period, ...]
    earlier_of: int
    below: tuple[UnitView, ...]
    below_of: int


def gaps(session: Session, *, unit: UnitView, period: Period, locality: Locality) -> Gaps:
    """Return what is missing beside the unit's return; nothing where the period was before any dispute."""
    first = first_day(session, unit.path)
    if is_empty(period, first, today=period.after):
        return Gaps(earlier=(), earlier_of=0, below=(), below_of=0)
    earlier = tuple(_earlier(session, unit, period, first))
    lower = _below(unit, period, locality)
    shown = session.scalars(lower.order_by(Unit.code).limit(LISTED)).all()
    return Gaps(
        earlier=earlier[:LISTED],
        earlier_of=len(earlier),
        below=tuple(view(each) for each in shown),
        below_of=session.scalar(select(func.count()).select_from(lower.subquery())) or 0,
    )


def _earlier(session: Session, unit: UnitView, period: Period, first: date | None) -> Iterator[Period]:
    """Yield the periods before this one that were not submitted, the latest first."""
    if first is None:
        return
    rows = select(StatisticalReturn.starts_on).where(
        StatisticalReturn.unit_id == unit.id, StatisticalReturn.period == period.kind
    )
    submitted = set(session.scalars(rows))
    each = period.previous
    while each.ends_on >= first:
        if each.starts_on not in submitted:
            yield each
        each = each.previous


def _below(unit: UnitView, period: Period, locality: Locality) -> Select[tuple[Unit]]:
    told = exists().where(
        StatisticalReturn.unit_id == Unit.id,
        StatisticalReturn.period == period.kind,
        StatisticalReturn.starts_on == period.starts_on,
    )
    return select(Unit).where(
        Unit.parent_id == unit.id,
        Unit.level.in_(submitting_levels(locality)),
        Unit.retired_at.is_(None),
        ~told,
    )
