"""Submitting a return: once, as it was looked at, for good."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, local
from mediation.kernel.database import table_of, wait_turn
from mediation.kernel.sentences import say_day, say_moment
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.ledger import queries as ledger
from mediation.statistics.events import ReturnSubmitted
from mediation.statistics.model import ReturnedCase, StatisticalReturn
from mediation.statistics.queries.correcting import kept_correction
from mediation.statistics.queries.returns import ReturnView, drawn_up, find, sealed
from mediation.statistics.refusals import FiguresMoved, NotYours, PeriodNotOver, SubmittedAlready
from mediation.statistics.rules.counting import Counted
from mediation.statistics.rules.periods import Period
from mediation.statistics.settings import PERMISSION
from mediation.units.queries import UnitView
from mediation.units.queries import unit as unit_view


def submit_return(
    uow: UnitOfWork,
    *,
    unit_id: int,
    period: Period,
    seen: str,
    remark: str = "",
    by: Actor,
    at: datetime,
) -> StatisticalReturn:
    """Submit a unit's return of a period that is over; from then on it does not change.

    The same person sending the same form twice submits once. What was counted otherwise in earlier
    returns is told in this one.

    :param seen: :attr:`ReturnView.seen` of what was looked at
    :raises NotYours: ``by`` has no post with "supervise" at the unit or above
    :raises PeriodNotOver:
    :raises SubmittedAlready: by somebody else, or with other figures
    :raises FiguresMoved: what counts now is not what was looked at
    """
    unit = unit_view(uow.session, unit_id)
    _check_theirs(uow, unit, by)
    if not period.is_over(day_of(at)):
        raise PeriodNotOver(period=period.said, day=say_day(period.after))
    wait_turn(uow.session, f"return {unit_id} {period.key}")
    before = find(uow.session, unit_id, period)
    if before is not None:
        return _same(before, by)
    line = ledger.last_line(uow.session)
    drawn, disputes = drawn_up(uow.session, unit=unit, period=period, today=day_of(at), locality=uow.locality)
    if drawn.seen != seen:
        raise FiguresMoved()
    row = _kept(uow, drawn, line, remark.strip(), by, at)
    _keep_disputes(uow, row.id, disputes)
    uow.record(
        ReturnSubmitted(
            return_id=row.id,
            unit_id=unit_id,
            period=period.key,
            corrections=len(drawn.corrections),
            by=by,
            at=at,
        )
    )
    return row


def _check_theirs(uow: UnitOfWork, unit: UnitView, by: Actor) -> None:
    role = uow.locality.roles.get(by.role)
    if by.unit_id is None or role is None or PERMISSION not in role.permissions:
        raise NotYours(unit=unit.full_name)
    if not unit.is_within(unit_view(uow.session, by.unit_id)):
        raise NotYours(unit=unit.full_name)


def _same(row: StatisticalReturn, by: Actor) -> StatisticalReturn:
    """Return what the same person submitted a moment ago.

    :raises SubmittedAlready: somebody else did
    """
    if row.submitted_by != by.person_id:
        when = say_moment(row.submitted_at, year=local(row.submitted_at).year)
        raise SubmittedAlready(who=row.submitted_post, when=when)
    return row


def _kept(
    uow: UnitOfWork, drawn: ReturnView, line: int, remark: str, by: Actor, at: datetime
) -> StatisticalReturn:
    assert by.person_id is not None
    row = StatisticalReturn(
        unit_id=drawn.unit.id,
        unit_name=drawn.unit_name,
        period=drawn.period.kind,
        starts_on=drawn.period.starts_on,
        ends_on=drawn.period.ends_on,
        figures={**drawn.figures, "ledger": line},
        corrections=[kept_correction(each) for each in drawn.corrections],
        definitions=[dict(each) for each in drawn.definitions],
        remark=remark,
        submitted_at=at,
        submitted_by=by.person_id,
        submitted_post=by.post,
    )
    row.digest = sealed(row)
    uow.add(row)
    uow.session.flush()
    return row


def _keep_disputes(uow: UnitOfWork, return_id: int, disputes: Mapping[int, Counted]) -> None:
    kept = [
        {"return_id": return_id, "case_id": case_id, "counted": counted.kept()}
        for case_id, counted in disputes.items()
        if counted.figures
    ]
    if kept:
        uow.session.execute(insert(table_of(ReturnedCase)), kept)
