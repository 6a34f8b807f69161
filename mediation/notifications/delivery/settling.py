"""Writes down how sending ended: gone, later, never, or nobody knows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mediation.kernel.actor import SYSTEM
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications import rules
from mediation.notifications.delivery.outside import Outcome
from mediation.notifications.events import ChannelDied, ChannelRevived
from mediation.notifications.model import Channel, Delivery, Notice

TOLD_AT_MOST = 500


def settle(
    uow: UnitOfWork, *, delivery_id: int, begun_at: datetime, outcome: Outcome, at: datetime
) -> str | None:
    """Write down how the try that began at ``begun_at`` ended; return the message's state now.

    None where somebody dealt with it meanwhile, as a supervisor may with one that seemed lost.
    """
    row = uow.get(Delivery, delivery_id, what="这条消息", lock=True)
    if row.state not in ("sending", "unsure") or row.begun_at != begun_at:
        return None
    channels = sharing(uow.session, row.address_key)
    row.error = outcome.told[:TOLD_AT_MOST] or None
    row.trouble = None if outcome.kind == "sent" else outcome.kind
    if outcome.kind == "sent":
        row.state, row.sent_at = "sent", at
        arrived(uow, channels, at)
    elif outcome.kind == "unsure":
        row.state, row.trouble = "unsure", "lost"
    elif outcome.kind == "refused":
        row.state = "failed"
        die(uow, channels, row.address_key, outcome.told, at)
    else:
        _later(uow, row, channels, outcome, at)
    return row.state


def arrived(uow: UnitOfWork, channels: Sequence[Channel], at: datetime) -> None:
    """Something got through: all who share the address are well, those given up are on again."""
    for channel in channels:
        if channel.state == "dead":
            uow.record(ChannelRevived(channel_id=channel.id, person_id=channel.person_id, by=SYSTEM, at=at))
            channel.state, channel.dead_at = "on", None
        channel.failures, channel.last_error, channel.last_ok_at = 0, None, at


def die(uow: UnitOfWork, channels: Sequence[Channel], address_key: str, told: str, at: datetime) -> None:
    """Give an address up, with everything that waits for it; those concerned see it in the app."""
    for channel in channels:
        channel.last_error = told[:TOLD_AT_MOST] or None
        if channel.state != "on":
            continue
        channel.state, channel.dead_at = "dead", at
        uow.record(
            ChannelDied(channel_id=channel.id, person_id=channel.person_id, reason=told, by=SYSTEM, at=at)
        )
    waiting = update(Delivery).where(Delivery.address_key == address_key, Delivery.state == "waiting")
    uow.session.execute(
        waiting.values(state="failed", trouble="refused"), execution_options={"synchronize_session": False}
    )


def sharing(session: Session, address_key: str) -> Sequence[Channel]:
    """Return all channels that lead to one address, locked."""
    query = select(Channel).where(Channel.address_key == address_key).order_by(Channel.id)
    return session.scalars(query.with_for_update()).all()


def _later(
    uow: UnitOfWork, row: Delivery, channels: Sequence[Channel], outcome: Outcome, at: datetime
) -> None:
    """Try again after a pause, or give the message up; count against the address what is its own fault."""
    if outcome.kind == "down":
        row.tries -= 1
    if outcome.kind in ("again", "rejected"):
        for channel in channels:
            channel.failures += 1
            channel.last_error = outcome.told[:TOLD_AT_MOST] or None
    if any(channel.failures >= rules.DEAD_AFTER for channel in channels):
        row.state = "failed"
        die(uow, channels, row.address_key, outcome.told, at)
        return
    if outcome.kind == "rejected" or row.tries >= rules.MOST_TRIES:
        row.state = "failed"
    elif _is_stale(uow.session, row, at):
        row.state, row.trouble = "failed", "expired"
    else:
        row.state = "waiting"
        row.next_at = at + (rules.DOWN_PAUSE if outcome.kind == "down" else rules.pause(row.tries))


def _is_stale(session: Session, row: Delivery, at: datetime) -> bool:
    told_at = session.scalar(select(Notice.at).where(Notice.id == row.notice_id)) if row.notice_id else None
    return told_at is not None and told_at <= at - rules.GIVE_UP_AFTER
