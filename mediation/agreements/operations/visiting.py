"""Return visits after performance (人民调解工作若干规定 37)."""

from datetime import date, datetime

from mediation.agreements import rows
from mediation.agreements.events import VisitMade, VisitsPlanned
from mediation.agreements.model import Agreement, Performance, Visit
from mediation.agreements.operations.performing import performance_of
from mediation.agreements.rules.force import check_day
from mediation.agreements.rules.performance import NothingPlanned, visits_planned
from mediation.agreements.settings import agreement_settings
from mediation.cases.model import Case
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork


def plan_visits(
    uow: UnitOfWork, *, case_id: int, attempt_id: int | None, by: Actor, at: datetime
) -> Performance:
    """Plan the return visits, counted from the day of performance.

    Planning again changes nothing, unless a visit found the settlement unkept: once it is performed
    after all, visits are counted anew. How many is the locality's say: fewer for simple disputes and
    private settlements.
    """
    row = performance_of(uow, case_id=case_id, attempt_id=attempt_id)
    made = rows.visits(uow.session, row.id)
    unkept = len(made) > row.visits_before and not made[-1].kept
    if row.visits_from_on is not None and not unkept:
        return row
    case = uow.get(Case, case_id)
    agreement = uow.get(Agreement, row.agreement_id) if row.agreement_id else None
    settings = agreement_settings(uow.locality)
    count = visits_planned(
        form=agreement.form if agreement else None,
        difficulty=case.difficulty,
        usual=settings.visits,
        simple=settings.visits_simple,
        private=settings.visits_private,
    )
    if count == 0:
        return row
    row.visits_planned, row.visits_before = count, len(made)
    row.visits_from_on = row.performed_on or case.settled_on or day_of(at)
    uow.record(VisitsPlanned(case_id=case_id, visits=count, counted_from=row.visits_from_on, at=at, by=by))
    return row


def record_visit(
    uow: UnitOfWork,
    *,
    case_id: int,
    attempt_id: int | None,
    visited_on: date | None = None,
    kept: bool,
    satisfied: bool | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Visit:
    """Record the next return visit.

    :param kept: the agreement is being kept; if not, it no longer counts as performed
    :param satisfied: None where nobody said
    :raises NothingPlanned: every planned visit was made, or none was planned
    """
    row = performance_of(uow, case_id=case_id, attempt_id=attempt_id)
    made = rows.visits(uow.session, row.id)
    if len(made) - row.visits_before >= row.visits_planned:
        raise NothingPlanned()
    visited_on = visited_on or day_of(at)
    earliest = made[-1].visited_on if made else row.visits_from_on
    check_day(visited_on, first=earliest, last=day_of(at), field="visited_on")
    visit = Visit(
        performance_id=row.id,
        number=len(made) + 1,
        visited_on=visited_on,
        kept=kept,
        satisfied=satisfied,
        note=note.strip(),
        visited_by=by.person_id,
        recorded_at=at,
    )
    uow.add(visit)
    if not kept:
        row.performed_on = uow.get(Case, case_id).performed_on = None
    uow.session.flush()
    uow.record(
        VisitMade(
            case_id=case_id,
            number=visit.number,
            visited_on=visited_on,
            kept=kept,
            satisfied=satisfied,
            at=at,
            by=by,
        )
    )
    return visit
