"""Many notices for one address go in one message: a morning with a thousand cards is no thousand mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, literal_column, select

from mediation.kernel.clock import SHANGHAI
from mediation.kernel.database import table_of, upsert
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications import quiet, rules
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.notifications.quiet import Quiet

# A literal, so that PostgreSQL sees that the partial index covers it.
_WAITING = Delivery.state == literal_column("'waiting'")


@dataclass(frozen=True)
class Way:
    """One notice on one way out.

    :ivar quiet: hours in which nothing is sent to that person
    """

    notice: Notice
    channel: Channel
    quiet: Quiet | None

    def not_before(self, at: datetime) -> datetime:
        """When it may leave the house at the earliest."""
        return quiet.not_before(at, self.notice.kind, self.quiet)


def put_together(uow: UnitOfWork, ways: Sequence[Way], *, at: datetime) -> int:
    """Let the notices for each address wait as one message; return how many new ones wait.

    What waits there already takes them in. An address that got such a message a moment ago is left
    alone for a while, so that cards that go on coming are put together too.
    """
    by_address = sorted(_new(uow, ways), key=lambda way: (way.channel.address_key, way.notice.id))
    made = 0
    for address, group in groupby(by_address, key=lambda way: way.channel.address_key):
        made += _at_address(uow, address, _each_once(group), at)
    return made


def notice_key(notice: Notice) -> str:
    """Return what makes a notice one content: the same fact, told to whomever."""
    at = notice.at.astimezone(SHANGHAI).isoformat()
    return rules.content_key("notice", notice.kind, notice.case_id, at, notice.sentence)


def waiting(
    address: str, content: str, at: datetime, *, next_at: datetime | None = None
) -> dict[str, object]:
    """Return what every new delivery says of itself."""
    return {
        "address_key": address,
        "content_key": content,
        "state": "waiting",
        "tries": 0,
        "next_at": next_at or at,
        "made_at": at,
    }


def make_one(uow: UnitOfWork, row: dict[str, object]) -> int | None:
    """Write one delivery; None where the same content went, or goes, to that address already."""
    one = upsert(uow.session, Delivery).on_conflict_do_nothing().returning(table_of(Delivery).c.id)
    return uow.session.scalar(one.values(**row))


def _at_address(uow: UnitOfWork, address: str, ways: list[Way], at: datetime) -> int:
    there = uow.session.scalars(
        select(Delivery)
        .where(Delivery.address_key == address, _WAITING, Delivery.gathered.is_not(None))
        .order_by(Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if there is not None:
        there.gathered = [*(there.gathered or ()), *(way.notice.id for way in ways)]
        return 0
    free = _free_at(uow, address, at)
    while ways:
        first = ways[0]
        row = waiting(address, notice_key(first.notice), at, next_at=max(free, first.not_before(free)))
        ids = [way.notice.id for way in ways]
        row |= {"channel_id": first.channel.id, "notice_id": first.notice.id, "gathered": ids}
        if make_one(uow, row) is not None:
            return 1
        # Somebody else has told the first of them there a moment ago.
        ways = ways[1:]
    return 0


def _free_at(uow: UnitOfWork, address: str, at: datetime) -> datetime:
    """Return from when on the address may get another message that puts several together."""
    last = uow.session.scalar(
        select(func.max(Delivery.begun_at)).where(
            Delivery.address_key == address,
            Delivery.gathered.is_not(None),
            Delivery.begun_at > at - quiet.BETWEEN_GATHERED,
        )
    )
    return last + quiet.BETWEEN_GATHERED if last is not None else at


def _new(uow: UnitOfWork, ways: Sequence[Way]) -> list[Way]:
    """Leave out what went to its address already, told to somebody else who shares it."""
    if not ways:
        return []
    known = set(
        uow.session.execute(
            select(Delivery.address_key, Delivery.content_key).where(
                Delivery.address_key.in_({way.channel.address_key for way in ways}),
                Delivery.content_key.in_({notice_key(way.notice) for way in ways}),
            )
        ).tuples()
    )
    return [way for way in ways if (way.channel.address_key, notice_key(way.notice)) not in known]


def _each_once(ways: Iterable[Way]) -> list[Way]:
    found: dict[str, Way] = {}
    for way in ways:
        found.setdefault(notice_key(way.notice), way)
    return list(found.values())
