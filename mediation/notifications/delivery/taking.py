"""Takes a message for sending: from here on nobody else sends it, whatever happens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications import quiet, rules
from mediation.notifications.delivery.outside import Message, Outside
from mediation.notifications.delivery.writing import digest_message, gathered_message, notice_message
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.people.model import Person

# A literal, so that PostgreSQL sees that the partial index covers it.
_WAITING = Delivery.state == literal_column("'waiting'")


@dataclass(frozen=True)
class Taken:
    """A message on its way: nobody else sends it."""

    delivery_id: int
    begun_at: datetime
    message: Message


def due(session: Session, *, at: datetime, kinds: Collection[str], size: int = 100) -> list[tuple[int, str]]:
    """Return ids and kinds of channel of what may be sent now, the longest waiting first."""
    query = (
        select(Delivery.id, Channel.kind)
        .join(Channel, Channel.id == Delivery.channel_id)
        .where(_WAITING, Delivery.next_at <= at, Channel.kind.in_(list(kinds)))
        .order_by(Delivery.next_at, Delivery.id)
        .limit(size)
    )
    return list(session.execute(query).tuples().all())


def take(uow: UnitOfWork, *, delivery_id: int, outside: Outside, at: datetime) -> Taken | None:
    """Mark a message as being sent and return it; None where there is nothing to send (any more)."""
    row = uow.session.scalar(
        select(Delivery)
        .where(Delivery.id == delivery_id, _WAITING, Delivery.next_at <= at)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    if row is None or _is_over(row, at):
        return None
    channel = _open_channel(uow.session, row)
    if channel is None:
        row.state = "skipped"
        return None
    later = _later(uow, row, channel, at)
    if later is not None:
        row.next_at = later
        return None
    write = digest_message if row.notice_id is None else gathered_message if row.gathered else notice_message
    message = write(uow.session, row, channel, outside=outside, locality=uow.locality, at=at)
    if message is None:
        row.state = "skipped"
        return None
    row.state, row.begun_at, row.tries, row.channel_id = "sending", at, row.tries + 1, channel.id
    return Taken(row.id, at, message)


def _later(uow: UnitOfWork, row: Delivery, channel: Channel, at: datetime) -> datetime | None:
    """Return when to try again, where its reader is to be left in peace now, or the robot got too many."""
    notice = uow.session.get(Notice, row.notice_id) if row.notice_id is not None else None
    chosen = uow.session.get_one(Person, channel.person_id).preferences
    kept = quiet.of_person(chosen, uow.locality)
    morning = quiet.not_before(at, notice.kind if notice is not None else "", kept)
    if morning > at:
        return morning
    return rules.not_before(_begun(uow.session, row, at), at) if channel.kind == rules.WECOM else None


def set_aside(uow: UnitOfWork, *, delivery_id: int, error: str) -> None:
    """Give a message up that could not be written; those who answer for it see why."""
    row = uow.get(Delivery, delivery_id, what="这条消息", lock=True)
    if row.state == "waiting":
        row.state, row.trouble, row.error = "failed", "rejected", error[:500]


def _is_over(row: Delivery, at: datetime) -> bool:
    """Give up a digest whose day is past: today's says more."""
    if row.digest_on is None or row.digest_on >= day_of(at):
        return False
    row.state, row.trouble = "failed", "expired"
    return True


def _open_channel(session: Session, row: Delivery) -> Channel | None:
    """Return the channel, or another at the same address where that one was switched off meanwhile."""
    found = session.scalars(
        select(Channel).where(Channel.address_key == row.address_key, Channel.state == "on")
    ).all()
    wanted = [channel for channel in found if (channel.urgent if row.notice_id else channel.digest)]
    return min(wanted, key=lambda each: (each.id != row.channel_id, each.id), default=None)


def _begun(session: Session, row: Delivery, at: datetime) -> list[datetime]:
    query = select(Delivery.begun_at).where(
        Delivery.address_key == row.address_key, Delivery.begun_at > at - rules.MINUTE
    )
    return [moment for moment in session.scalars(query) if moment is not None]
