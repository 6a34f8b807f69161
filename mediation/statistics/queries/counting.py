"""What each dispute of a unit counts as in a period: a few statements, each over one index."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from mediation.agreements.model import Agreement, Confirmation, Promise
from mediation.cases.model import Attempt, Case, Rating
from mediation.casework.model import WorkItem
from mediation.kernel.clock import start_of
from mediation.kernel.locality import Locality
from mediation.oversight.model import Card
from mediation.statistics.rules.counting import NOT_COUNTED, Counted, Ending, count_ending
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import StatisticsSettings, of
from mediation.units.model import Unit
from mediation.units.paths import below

VISIT = "performance.visit"
PATROL = "patrol"
HARD = "hard"


def count(session: Session, *, path: str, period: Period, locality: Locality) -> dict[int, Counted]:
    """Return what every dispute placed at or below ``path`` counts as in ``period``, by case."""
    found: dict[int, Counted] = {}
    settings = of(locality)
    _patrolled(session, found, path, period)
    _accepted(session, found, path, period)
    _ended(session, found, path, period, settings)
    for figures, query in (
        (("promises_due", "promises_kept"), promises(period)),
        (("visits_due", "visits_made"), visits(period)),
        (("rated", "satisfied"), ratings(period, settings)),
        (("filed", "confirmed"), confirmations(period)),
    ):
        for row in session.execute(_of_cases(query, path)).tuples():
            counted = _counted(found, row)
            for figure, number in zip(figures, row[3:], strict=True):
                counted.add(figure, int(number or 0))
    return found


def within(moment: Any, period: Period) -> ColumnElement[bool]:
    """Return the condition that a moment lies in the period."""
    return (moment >= start_of(period.starts_on)) & (moment < start_of(period.after))


def was_late() -> ColumnElement[bool]:
    """Return the condition that a closed case had a red card, not voided, before it was closed."""
    return exists().where(
        Card.case_id == Case.id,
        Card.kind == "red",
        Card.voided_at.is_(None),
        Card.since < Case.closed_at,
    )


def counts_itself() -> ColumnElement[bool]:
    """Return the condition that the case was not merged into another, where it counts."""
    return or_(Case.outcome.is_(None), Case.outcome.not_in(NOT_COUNTED))


def first_accepted(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on :class:`Attempt` that it was the first to take its case up, in the period."""
    earlier = aliased(Attempt)
    before = exists().where(
        earlier.case_id == Attempt.case_id, earlier.seq < Attempt.seq, earlier.accepted_at.is_not(None)
    )
    return within(Attempt.accepted_at, period), ~before


def promises(period: Period) -> Select[Any]:
    """Select case, promises due in the period, and those kept by its end."""
    kept = func.sum(case((Promise.performed_on <= period.ends_on, 1), else_=0))
    return (
        select(Promise.case_id.label("case_id"), func.count().label("due"), kept.label("done"))
        .join(Agreement, Agreement.id == Promise.agreement_id)
        .where(Promise.due_on.between(period.starts_on, period.ends_on), Promise.state != "varied")
        .where(Agreement.state.in_(("in_force", "replaced")))
        .group_by(Promise.case_id)
    )


def visits(period: Period) -> Select[Any]:
    """Select case, return visits due in the period, and those made by its end."""
    made = func.sum(case((WorkItem.closed_at < start_of(period.after), 1), else_=0))
    return (
        select(WorkItem.case_id.label("case_id"), func.count().label("due"), made.label("done"))
        .where(WorkItem.step == VISIT, WorkItem.due_on.between(period.starts_on, period.ends_on))
        .where(WorkItem.state != "cancelled")
        .group_by(WorkItem.case_id)
    )


def ratings(period: Period, settings: StatisticsSettings) -> Select[Any]:
    """Select case, ratings given in the period, and those of somebody satisfied."""
    satisfied = func.sum(case((Rating.score >= settings.satisfied_from, 1), else_=0))
    return (
        select(Rating.case_id.label("case_id"), func.count().label("due"), satisfied.label("done"))
        .where(Rating.rated_on.between(period.starts_on, period.ends_on))
        .group_by(Rating.case_id)
    )


def confirmations(period: Period) -> Select[Any]:
    """Select case, applications filed in the period, and agreements confirmed in it."""
    filed = Confirmation.filed_on.between(period.starts_on, period.ends_on)
    decided = Confirmation.decided_on.between(period.starts_on, period.ends_on)
    confirmed = decided & (Confirmation.state == "confirmed")
    filed_count = func.sum(case((filed, 1), else_=0)).label("due")
    return (
        select(
            Confirmation.case_id.label("case_id"),
            filed_count,
            func.sum(case((confirmed, 1), else_=0)).label("done"),
        )
        .where(or_(filed, confirmed))
        .group_by(Confirmation.case_id)
    )


def _of_cases(query: Select[Any], path: str) -> Select[Any]:
    rows = query.subquery()
    return _placed(
        select(Case.id, Case.kind, Case.source, rows.c.due, rows.c.done).join(
            rows, rows.c.case_id == Case.id
        ),
        path,
    )


def _placed(query: Select[Any], path: str) -> Select[Any]:
    return query.join(Unit, Unit.id == Case.unit_id).where(below(Unit.path, path))


def _counted(found: dict[int, Counted], row: Any) -> Counted:
    case_id, kind, source = row[:3]
    if case_id not in found:
        found[case_id] = Counted(kind=kind, source=source)
    return found[case_id]


def _patrolled(session: Session, found: dict[int, Counted], path: str, period: Period) -> None:
    query = select(Case.id, Case.kind, Case.source).where(
        within(Case.reported_at, period), Case.source == PATROL
    )
    for row in session.execute(_placed(query, path)).tuples():
        _counted(found, row).add("patrolled")


def _accepted(session: Session, found: dict[int, Counted], path: str, period: Period) -> None:
    query = (
        select(Case.id, Case.kind, Case.source, Case.difficulty, Attempt.level)
        .join(Attempt, Attempt.case_id == Case.id)
        .where(*first_accepted(period), counts_itself())
    )
    for row in session.execute(_placed(query, path)).tuples():
        counted = _counted(found, row)
        counted.level_in = row[4]
        counted.add("accepted")
        counted.add("hard", int(row[3] == HARD))


def _ended(
    session: Session, found: dict[int, Counted], path: str, period: Period, settings: StatisticsSettings
) -> None:
    for row, ending in _endings(session, path, period):
        counted = _counted(found, row)
        counted.level_out = row[3]
        count_ending(counted, ending, counts=settings.counts, prevented=settings.prevented)


def _endings(session: Session, path: str, period: Period) -> Iterator[tuple[Any, Ending]]:
    rated = exists().where(Rating.case_id == Case.id, Rating.rated_on <= period.ends_on)
    query = (
        select(
            *(Case.id, Case.kind, Case.source, Case.level, Case.outcome, Case.people_count, Case.traits),
            *(Agreement.amount_fen, Agreement.form, was_late(), rated),
        )
        .outerjoin(Agreement, (Agreement.case_id == Case.id) & (Agreement.state == "in_force"))
        .where(within(Case.closed_at, period), counts_itself())
    )
    for row in session.execute(_placed(query, path)).tuples():
        outcome, people, traits, amount, form, late, was_rated = row[4:]
        yield (
            row,
            Ending(
                outcome=outcome,
                people=people,
                traits=holding(traits),
                amount_fen=(amount or 0) if form in ("oral", "written") else 0,
                was_late=late,
                was_rated=was_rated,
            ),
        )


def holding(traits: Mapping[str, Any]) -> frozenset[str]:
    """Return the traits that hold."""
    return frozenset(key for key, holds in traits.items() if holds is True)
