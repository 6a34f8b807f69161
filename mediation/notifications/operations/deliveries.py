"""What a supervisor does about messages that did not go, or may have gone."""

from datetime import datetime

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.sentences import say_day
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications import rules
from mediation.notifications.events import DeliveryDropped, DeliverySentAgain
from mediation.notifications.model import Channel, Delivery
from mediation.notifications.queries.health import Scope, may_act_on

STUCK = ("failed", "unsure")


def send_again(uow: UnitOfWork, *, delivery_id: int, scope: Scope, by: Actor, at: datetime) -> None:
    """Let a message go once more that failed, or that may have arrived: a person takes that on.

    :param scope: whose channels ``by`` answers for
    :raises NotFound: it is not theirs to see
    :raises NotSendable: it is under way or was dealt with already
    :raises DigestOver: the digest of a day that is past
    """
    row = _stuck(uow, delivery_id, scope, at)
    if row.digest_on is not None and row.digest_on < day_of(at):
        raise rules.DigestOver(day=say_day(row.digest_on, year=day_of(at).year))
    row.state, row.tries, row.next_at = "waiting", 0, at
    row.error, row.trouble = None, None
    uow.record(DeliverySentAgain(delivery_id=row.id, by=by, at=at))


def drop_delivery(uow: UnitOfWork, *, delivery_id: int, scope: Scope, by: Actor, at: datetime) -> None:
    """Let a message be; it stays readable in the app.

    :raises NotFound: it is not theirs to see
    :raises NotSendable: it is under way or was dealt with already
    """
    row = _stuck(uow, delivery_id, scope, at)
    row.state = "skipped"
    uow.record(DeliveryDropped(delivery_id=row.id, by=by, at=at))


def _stuck(uow: UnitOfWork, delivery_id: int, scope: Scope, at: datetime) -> Delivery:
    row = uow.get(Delivery, delivery_id, what="这条消息", lock=True)
    channel = uow.get(Channel, row.channel_id, what="这条消息")
    if not may_act_on(uow.session, scope, channel.person_id, on=day_of(at)):
        raise NotFound(what="这条消息")
    if row.state not in STUCK:
        raise rules.NotSendable()
    return row
