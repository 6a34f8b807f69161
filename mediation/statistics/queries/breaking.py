"""What broke 三零: the disputes of a quarter that did, found by the database and judged by the rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries import shown_text, visible_to
from mediation.kernel.clock import day_of
from mediation.kernel.locality import Locality
from mediation.people.identity import Identity
from mediation.statistics.queries.counting import counts_itself, holding, within
from mediation.statistics.rules.badges import Cause, Seen, broken_by
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import StatisticsSettings, of
from mediation.units.model import Unit
from mediation.units.paths import below
from mediation.units.queries import UnitView


@dataclass(frozen=True)
class Broke:
    """One dispute that broke badges.

    :ivar badges: badge -> what of the dispute broke it
    :ivar title: None where the visitor may not see the dispute itself
    """

    case_id: int
    number: str
    title: str | None
    unit_name: str
    badges: Mapping[str, tuple[Cause, ...]]
    source: str
    reported_on: date

    @property
    def may_open(self) -> bool:
        """Whether the visitor may see the dispute itself, and why it counts here."""
        return self.title is not None


@dataclass(frozen=True)
class Breaker:
    """A dispute that broke badges of the unit it lies in and of all above.

    :ivar path: of the unit it lies in
    :ivar badges: badge -> what of the dispute broke it
    """

    case_id: int
    path: str
    badges: Mapping[str, tuple[Cause, ...]]


def broken(
    session: Session, *, unit: UnitView, quarter: Period, who: Identity, locality: Locality
) -> tuple[Broke, ...]:
    """Return the disputes that broke the unit's badges in the quarter, the earliest first."""
    by_case = {each.case_id: each for each in breakers(session, unit.path, quarter, of(locality))}
    seen = session.scalars(select(Case).where(Case.id.in_(by_case), visible_to(who)))
    titles = {each.id: shown_text(session, who, each, each.title) for each in seen}
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
            title=titles.get(case_id),
            unit_name=name,
            badges=by_case[case_id].badges,
            source=source,
            reported_on=day_of(reported_at),
        )
        for case_id, number, name, source, reported_at in rows
    )


def breakers(session: Session, path: str, quarter: Period, settings: StatisticsSettings) -> Iterator[Breaker]:
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
        broke = broken_by(seen, settings.badges, first=quarter.starts_on, last=quarter.ends_on)
        if broke:
            yield Breaker(case_id, place, broke)
