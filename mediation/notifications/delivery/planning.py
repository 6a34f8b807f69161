"""Which message goes through which channel, written down before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, select, update

from mediation.kernel.clock import SHANGHAI, day_of, local
from mediation.kernel.many import count_changed
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications import quiet, rules
from mediation.notifications.delivery.gathering import Way, make_one, notice_key, put_together, waiting
from mediation.notifications.delivery.outside import Outside
from mediation.notifications.delivery.readers import readers
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.people.model import Person

BATCH = 200


@dataclass(frozen=True)
class Planned:
    """What one look found.

    :ivar shared: notices shared out, urgent or not
    :ivar made: messages that now wait to be sent
    """

    shared: int = 0
    made: int = 0


def share_out(uow: UnitOfWork, *, outside: Outside, at: datetime, batch: int = BATCH) -> Planned:
    """Let each new urgent notice wait at the channels of those who read it; the rest is the digest's.

    Only what is committed can be seen here. Several may do this at once: each takes other rows, and
    one content comes to one address once (``uq_deliveries_address_content``).
    """
    found = uow.session.scalars(
        select(Notice)
        .where(Notice.sent_at.is_(None))
        .order_by(Notice.id)
        .limit(batch)
        .with_for_update(skip_locked=True)
    ).all()
    if not found:
        return Planned()
    uow.session.execute(
        update(Notice).where(Notice.id.in_([notice.id for notice in found])).values(sent_at=at),
        execution_options={"synchronize_session": False},
    )
    fresh = [notice for notice in found if notice.urgent and notice.at > at - rules.GIVE_UP_AFTER]
    ways = _ways(uow, fresh, outside, at)
    alone = [_row(way, at) for way in ways if way.notice.kind not in quiet.GATHERED]
    together = put_together(uow, [way for way in ways if way.notice.kind in quiet.GATHERED], at=at)
    return Planned(len(found), _make(uow, alone) + together)


def plan_digests(uow: UnitOfWork, *, outside: Outside, at: datetime) -> int:
    """Let today's digest wait at each address that wants one, from the morning's hour on.

    One a day and address, whoever asks; whoever shares an address (a group's robot) shares the
    digest. A channel made after the hour begins tomorrow. Return how many new ones wait.
    """
    day = day_of(at)
    hour = datetime.combine(day, outside.digest_at, SHANGHAI)
    if local(at) < hour or not outside.senders:
        return 0
    key = digest_key(day)
    planned = exists().where(Delivery.address_key == Channel.address_key, Delivery.content_key == key)
    query = (
        select(func.min(Channel.id), Channel.address_key)
        .where(Channel.state == "on", Channel.digest, Channel.kind.in_(list(outside.senders)))
        .where(Channel.made_at < hour, ~planned)
        .group_by(Channel.address_key)
    )
    rows = [
        {"channel_id": channel, "digest_on": day, **waiting(address, key, at)}
        for channel, address in uow.session.execute(query).tuples()
    ]
    return _make(uow, rows)


def lose_track(uow: UnitOfWork, *, at: datetime) -> int:
    """Call unsure what has been on its way for too long: whoever sent it is gone, it may have arrived."""
    long_ago = and_(Delivery.state == "sending", Delivery.begun_at < at - rules.UNSURE_AFTER)
    lost = update(Delivery).where(long_ago).values(state="unsure", trouble="lost")
    return count_changed(uow.session, lost)


def digest_key(day: date) -> str:
    """Return what makes the digest of a day one content."""
    return rules.content_key("digest", day.isoformat())


def _ways(uow: UnitOfWork, notices: Sequence[Notice], outside: Outside, at: datetime) -> list[Way]:
    """Return every way an urgent notice goes: to each channel of each who reads it."""
    if not notices or not outside.senders:
        return []
    told = readers(uow.session, notices, day_of(at), locality=uow.locality)
    people = frozenset[int]().union(*told.values())
    query = (
        select(Channel, Person.preferences)
        .join(Person, Person.id == Channel.person_id)
        .where(Channel.state == "on", Channel.urgent, Channel.kind.in_(list(outside.senders)))
        .where(Channel.person_id.in_(people))
        .order_by(Channel.id)
    )
    channels = uow.session.execute(query).tuples().all()
    return [
        Way(notice, channel, quiet.of_person(preferences, uow.locality))
        for notice in notices
        for channel, preferences in channels
        if channel.person_id in told[notice.id]
    ]


def _row(way: Way, at: datetime) -> dict[str, object]:
    return {
        "channel_id": way.channel.id,
        "notice_id": way.notice.id,
        **waiting(way.channel.address_key, notice_key(way.notice), at, next_at=way.not_before(at)),
    }


def _make(uow: UnitOfWork, rows: Sequence[dict[str, object]]) -> int:
    """Write the deliveries; those that are there already stay as they are."""
    return sum(make_one(uow, row) is not None for row in rows)
