"""催办: asking that a task be done soon, with a limit, so that nobody is stormed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from mediation.cases.queries.visibility import may_see
from mediation.inbox import refusals, settings
from mediation.inbox.events import WorkNudged
from mediation.inbox.model import Nudge
from mediation.inbox.operations import desk
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of, start_of
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.identity import Identity


def nudge(uow: UnitOfWork, *, item_id: int, words: str, by: Identity, at: datetime) -> None:
    """Ask whoever holds a task to do it soon; they are told at once.

    The same person nudges for a task once in 24 hours, all together three times a day (county
    default; the locality's ``desk`` settings).

    :raises NotFound: the case may not be known of
    :raises HoldsItOneself: it lies on one's own desk
    :raises NudgedAlready: or NudgedEnough: the limit is reached; says when and by whom
    """
    task = desk.open_task(uow, item_id, by)
    item = task.item
    if not may_see(uow.session, by, task.case):
        raise NotFound(what="这项待办")
    desk.check_keeps(uow, task, by)
    holds_post = by.post_for(item.role, item.unit_id) is not None
    if item.person_id in by.person_ids or (item.person_id is None and holds_post):
        raise refusals.HoldsItOneself(label=item.label)
    _check_limits(uow, item_id, item.label, by, at)
    said = desk.fit(uow, task.case, words)
    uow.add(Nudge(case_id=item.case_id, item_id=item.id, by_id=by.person_id, words=said, at=at))
    uow.record(
        WorkNudged(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            person_id=item.person_id,
            role=item.role,
            unit_id=item.unit_id,
            words=said,
            at=at,
            by=_actor(by),
        )
    )


def _check_limits(uow: UnitOfWork, item_id: int, label: str, by: Identity, at: datetime) -> None:
    """Refuse one nudge too many; the task is locked, so that two at once are counted one after the other."""
    limits = settings.of(uow.locality)
    midnight = start_of(day_of(at))
    since = min(midnight, at - limits.between_nudges)
    lately = uow.session.scalars(
        select(Nudge).where(Nudge.item_id == item_id, Nudge.at >= since).order_by(Nudge.at, Nudge.id)
    ).all()
    own = [each for each in lately if each.by_id == by.person_id and at - each.at < limits.between_nudges]
    if own:
        when = desk.moment_of(own[-1].at)
        raise refusals.NudgedAlready(label=label, when=when, hours=limits.nudge_hours)
    today = [each for each in lately if midnight <= each.at < midnight + timedelta(days=1)]
    if len(today) >= limits.nudges_a_day:
        last = today[-1]
        who = desk.name_of(uow, last.by_id)
        raise refusals.NudgedEnough(label=label, count=len(today), when=desk.moment_of(last.at), who=who)


def _actor(by: Identity) -> Actor:
    return by.actor_with("act_on_case") if by.may("act_on_case") else by.speaker()
