"""A test of one channel, sent at once: the way to know that it works, and to switch it on again."""

from datetime import datetime

from mediation.kernel.actor import Actor
from mediation.kernel.clock import Clock, day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork, UnitOfWorkFactory, transact
from mediation.notifications import rules
from mediation.notifications.delivery.outside import Message, Outcome, Outside
from mediation.notifications.delivery.settling import arrived, sharing
from mediation.notifications.delivery.writing import test_message
from mediation.notifications.model import Channel
from mediation.notifications.queries.health import Scope, may_act_on

NOBODY = Scope(paths=(), may_act=False)


def try_out(
    uow_factory: UnitOfWorkFactory,
    *,
    channel_id: int,
    outside: Outside,
    scope: Scope = NOBODY,
    by: Actor,
    clock: Clock,
) -> Outcome:
    """Send a test and return how it ended; one that arrives switches a dead channel on again.

    :param scope: whose channels ``by`` answers for, besides the own ones
    :raises NotFound: it is not theirs to see
    :raises KindNotSetUp: the county no longer sends this way
    :raises TestedJustNow: the last test is less than a minute old
    """
    message = transact(
        uow_factory,
        lambda uow: _begin(uow, channel_id=channel_id, outside=outside, scope=scope, by=by, at=clock.now()),
    )
    outcome = outside.senders[message.kind].send(message)
    transact(uow_factory, lambda uow: _end(uow, channel_id=channel_id, outcome=outcome, at=clock.now()))
    return outcome


def _begin(
    uow: UnitOfWork, *, channel_id: int, outside: Outside, scope: Scope, by: Actor, at: datetime
) -> Message:
    row = uow.get(Channel, channel_id, what="这个通知方式", lock=True)
    mine = row.person_id == by.person_id
    if row.removed_at is not None or not (
        mine or may_act_on(uow.session, scope, row.person_id, on=day_of(at))
    ):
        raise NotFound(what="这个通知方式")
    if row.kind not in outside.senders:
        raise rules.KindNotSetUp()
    if row.tested_at is not None and row.tested_at > at - rules.TEST_PAUSE:
        raise rules.TestedJustNow()
    row.tested_at = at
    return test_message(uow.session, row, outside=outside, locality=uow.locality, at=at)


def _end(uow: UnitOfWork, *, channel_id: int, outcome: Outcome, at: datetime) -> None:
    row = uow.get(Channel, channel_id, what="这个通知方式", lock=True)
    if row.removed_at is not None:
        return
    if outcome.kind == "sent":
        arrived(uow, sharing(uow.session, row.address_key), at)
    elif outcome.kind in ("refused", "again", "rejected"):
        row.last_error = outcome.told or None
