"""What each dispute of a unit counts as in a period: a few statements, each over one index."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from mediation.agreements.model import Agreement, Confirmation, Promise
from mediation.cases.model import Attempt, Case, Rating
from mediation.casework.model import WorkItem
from mediation.kernel.clock import start_of
from mediation.kernel.locality import Locality
from mediation.oversight.model import Card
from mediation.statistics.rules.counting import NOT_COUNTED, PATROL, Counted, Ending, count_ending
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import StatisticsSettings, of
from mediation.units.model import Unit
from mediation.units.paths import below

VISIT = "performance.visit"
HARD = "hard"


@dataclass(frozen=True)
class _Among:
    """Whose disputes are counted: those placed at or below a path, some of them alone where given."""

    path: str
    only: Collection[int] | None = None

    def narrow(self, query: Select[Any]) -> Select[Any]:
        """Return the query of :class:`Case` narrowed to them."""
        if self.only is not None:
            query = query.where(Case.id.in_(self.only))
        return query.join(Unit, Unit.id == Case.unit_id).where(below(Unit.path, self.path))


def count(
    session: Session,
    *,
    path: str,
    period: Period,
    locality: Locality,
    only: Collection[int] | None = None,
) -> dict[int, Counted]:
    """Return what every dispute placed at or below ``path`` counts as in ``period``, by case.

    :param only: count these disputes alone; of an empty one nothing is asked
    """
    found: dict[int, Counted] = {}
    if only is not None and not only:
        return found
    settings, among = of(locality), _Among(path, only)
    _patrolled(session, found, among, period)
    _accepted(session, found, among, period)
    _ended(session, found, among, period, settings)
    for figures, query in (
        (("promises_due", "promises_kept"), promises(period)),
        (("visits_due", "visits_made"), visits(period)),
        (("rated", "satisfied"), ratings(period, settings)),
        (("filed", "confirmed"), confirmations(period)),
    ):
        for row in session.execute(_of_cases(query, among)).tuples():
            counted = _counted(found, row)
            for figure, number in zip(figures, row[3:], strict=True):
                counted.add(figure, int(number or 0))
    return found


def concerned(
    session: Session, period: Period, settings: StatisticsSettings, *, among: Select[tuple[int]]
) -> set[int]:
    """Return every dispute of ``among``, wherever it lies, that may count as something in the period."""
    dated = (promises(period), visits(period), ratings(period, settings), confirmations(period))
    queries = (
        select(Case.id).where(or_(within(Case.reported_at, period), within(Case.closed_at, period))),
        select(Attempt.case_id).where(within(Attempt.accepted_at, period)),
        *(select(query.subquery().c.case_id) for query in dated),
    )
    dated_ids = union(*queries).subquery()
    return set(session.scalars(select(dated_ids.c[0]).where(dated_ids.c[0].in_(among))))


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
    first = (
        select(func.min(earlier.seq))
        .where(earlier.case_id == Attempt.case_id, earlier.accepted_at.is_not(None))
        .scalar_subquery()
    )
    return within(Attempt.accepted_at, period), Attempt.seq == first


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


def _of_cases(query: Select[Any], among: _Among) -> Select[Any]:
    rows = query.subquery()
    return among.narrow(
        select(Case.id, Case.kind, Case.source, rows.c.due, rows.c.done).join(rows, rows.c.case_id == Case.id)
    )


def _counted(found: dict[int, Counted], row: Any) -> Counted:
    case_id, kind, source = row[:3]
    if case_id not in found:
        found[case_id] = Counted(kind=kind, source=source)
    return found[case_id]


def _patrolled(session: Session, found: dict[int, Counted], among: _Among, period: Period) -> None:
    query = select(Case.id, Case.kind, Case.source).where(
        within(Case.reported_at, period), Case.source == PATROL
    )
    for row in session.execute(among.narrow(query)).tuples():
        _counted(found, row).add("patrolled")


def _accepted(session: Session, found: dict[int, Counted], among: _Among, period: Period) -> None:
    query = (
        select(Case.id, Case.kind, Case.source, Case.difficulty, Attempt.level)
        .join(Attempt, Attempt.case_id == Case.id)
        .where(*first_accepted(period), counts_itself())
    )
    for row in session.execute(among.narrow(query)).tuples():
        counted = _counted(found, row)
        counted.level_in = row[4]
        counted.add("accepted")
        counted.add("hard", int(row[3] == HARD))


def _ended(
    session: Session, found: dict[int, Counted], among: _Among, period: Period, settings: StatisticsSettings
) -> None:
    for row, ending in _endings(session, among, period):
        counted = _counted(found, row)
        counted.level_out = row[3]
        count_ending(counted, ending, counts=settings.counts, prevented=settings.prevented)


def _endings(session: Session, among: _Among, period: Period) -> Iterator[tuple[Any, Ending]]:
    rated = _rated(session, period)
    query = (
        select(
            *(Case.id, Case.kind, Case.source, Case.level, Case.outcome, Case.people_count, Case.traits),
            *(Agreement.amount_fen, Agreement.form, was_late()),
        )
        .outerjoin(Agreement, (Agreement.case_id == Case.id) & (Agreement.state == "in_force"))
        .where(within(Case.closed_at, period), counts_itself())
    )
    for row in session.execute(among.narrow(query)).tuples():
        outcome, people, traits, amount, form, late = row[4:]
        yield (
            row,
            Ending(
                outcome=outcome,
                people=people,
                traits=holding(traits),
                amount_fen=(amount or 0) if form in ("oral", "written") else 0,
                was_late=late,
                was_rated=row[0] in rated,
            ),
        )


def _rated(session: Session, period: Period) -> set[int]:
    """Return the cases closed in the period that some party has rated by its end."""
    return set(
        session.scalars(
            select(Case.id)
            .join(Rating, Rating.case_id == Case.id)
            .where(within(Case.closed_at, period), Rating.rated_on <= period.ends_on)
        )
    )


def holding(traits: Mapping[str, Any]) -> frozenset[str]:
    """Return the traits that hold."""
    return frozenset(key for key, holds in traits.items() if holds is True)
