"""How delivery fares, for those who answer for it: dead channels, what waits, what did not go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.notifications.model import Channel, Delivery, Notice
from mediation.notifications.queries.channels import ChannelView, channel_view
from mediation.people.model import Person, Post
from mediation.people.queries import Identity
from mediation.people.queries.posts import held_on
from mediation.units.model import Unit
from mediation.units.paths import below

ANSWERS_FOR = ("supervise", "manage_people")
READS = "audit"
MOST = 100


@dataclass(frozen=True)
class Scope:
    """Whose channels somebody answers for.

    :ivar paths: units below which they are in post
    :ivar may_act: auditors only read
    """

    paths: tuple[str, ...]
    may_act: bool

    def __bool__(self) -> bool:
        return bool(self.paths)


@dataclass(frozen=True)
class DeliveryView:
    """A message that did not go, or may have gone.

    :ivar digest_on: day of a digest; None for a notice
    :ivar trouble: why, as a key; ``error`` what the other side said
    """

    id: int
    state: str
    trouble: str | None
    error: str | None
    person_name: str
    kind: str
    address: str
    case_number: str | None
    digest_on: date | None
    at: datetime

    @property
    def is_unsure(self) -> bool:
        """Whether it may have arrived."""
        return self.state == "unsure"


@dataclass(frozen=True)
class Status:
    """How delivery fares as a whole.

    :ivar waiting: messages to be sent, those put off too
    :ivar down: kinds whose service did not answer when last asked, and from when on messages are kept back
    """

    waiting: int
    oldest: datetime | None
    sending: int
    unsure: int
    failed: int
    dead: int
    down: dict[str, datetime]

    def age(self, at: datetime) -> timedelta | None:
        """Return for how long the oldest one has waited."""
        return at - self.oldest if self.oldest is not None else None


@dataclass(frozen=True)
class Health:
    """What the page of it shows.

    :ivar channels: dead ones first, then those in trouble
    """

    status: Status
    channels: tuple[ChannelView, ...]
    deliveries: tuple[DeliveryView, ...]


def scope_of(identity: Identity) -> Scope:
    """Return whose channels ``identity`` answers for, or reads about."""
    acts = tuple(path for each in ANSWERS_FOR for path in identity.paths_with(each))
    return Scope(paths=acts or identity.paths_with(READS), may_act=bool(acts))


def in_scope(scope: Scope, person_id: Any, on: Any) -> ColumnElement[bool]:
    """Return the condition that ``person_id`` is in post where ``scope`` reaches."""
    there = or_(false(), *(below(Unit.path, path) for path in scope.paths))
    return exists().where(Post.person_id == person_id, held_on(Post, on), Unit.id == Post.unit_id, there)


def may_act_on(session: Session, scope: Scope, person_id: int, *, on: date) -> bool:
    """Say whether somebody with ``scope`` may act on that person's channels."""
    if not scope.may_act:
        return False
    return bool(session.scalar(select(in_scope(scope, person_id, on))))


def health(session: Session, scope: Scope, *, on: date) -> Health:
    """Return how the channels fare of those whom ``scope`` reaches."""
    mine = in_scope(scope, Channel.person_id, on)
    troubled = (
        select(Channel, Person.name)
        .join(Person, Person.id == Channel.person_id)
        .where(mine, or_(Channel.state == "dead", and_(Channel.state == "on", Channel.failures > 0)))
        .order_by(Channel.state, Channel.dead_at.desc(), Channel.failures.desc(), Channel.id)
        .limit(MOST)
    )
    stuck = (
        select(Delivery, Channel, Person.name, Case.number, Notice.at)
        .join(Channel, Channel.id == Delivery.channel_id)
        .join(Person, Person.id == Channel.person_id)
        .outerjoin(Notice, Notice.id == Delivery.notice_id)
        .outerjoin(Case, Case.id == Notice.case_id)
        .where(Delivery.state.in_(("failed", "unsure")), mine)
        .order_by(Delivery.state.desc(), Delivery.id.desc())
        .limit(MOST)
    )
    return Health(
        status=status(session, mine),
        channels=tuple(channel_view(row, name) for row, name in session.execute(troubled).tuples()),
        deliveries=tuple(_delivery(*row) for row in session.execute(stuck).tuples()),
    )


def status_of(session: Session, identity: Identity, *, on: date) -> Status:
    """Return how delivery fares to those whom ``identity`` answers for, or reads about."""
    return status(session, in_scope(scope_of(identity), Channel.person_id, on))


def status(session: Session, which: ColumnElement[bool] | None = None) -> Status:
    """Return how delivery fares, of all channels or of some."""
    some = true() if which is None else which
    counted = _counted(some).where(Delivery.state.in_(("waiting", "sending", "unsure", "failed")))
    found = {
        state: (count, oldest) for state, count, oldest in session.execute(counted.group_by(Delivery.state))
    }
    down = (
        select(Channel.kind, func.min(Delivery.made_at))
        .join(Delivery, Delivery.channel_id == Channel.id)
        .where(Delivery.state == "waiting", Delivery.trouble == "down")
        .group_by(Channel.kind)
    )
    dead = session.scalar(select(func.count(Channel.id)).where(Channel.state == "dead", some)) or 0
    return Status(
        waiting=found.get("waiting", (0, None))[0],
        oldest=found.get("waiting", (0, None))[1],
        sending=found.get("sending", (0, None))[0],
        unsure=found.get("unsure", (0, None))[0],
        failed=found.get("failed", (0, None))[0],
        dead=dead,
        down={kind: since for kind, since in session.execute(down).tuples() if since is not None},
    )


def _counted(which: ColumnElement[bool]) -> Select[tuple[str, int, datetime | None]]:
    """How many deliveries of each state, and since when the oldest has been there."""
    return (
        select(Delivery.state, func.count(), func.min(Delivery.made_at))
        .join(Channel, Channel.id == Delivery.channel_id)
        .where(which)
    )


def _delivery(
    row: Delivery, channel: Channel, name: str, number: str | None, at: datetime | None
) -> DeliveryView:
    view = channel_view(channel, name)
    return DeliveryView(
        id=row.id,
        state=row.state,
        trouble=row.trouble,
        error=row.error,
        person_name=name,
        kind=view.kind,
        address=view.address,
        case_number=number,
        digest_on=row.digest_on,
        at=at or row.begun_at or row.next_at,
    )
