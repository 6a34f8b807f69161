"""Reading the ways out somebody chose. An address is shown only in part."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.notifications import rules
from mediation.notifications.model import Channel
from mediation.people.model import Person


@dataclass(frozen=True)
class ChannelView:
    """A way out as a page shows it.

    :ivar address: enough of it to tell it from another
    :ivar last_error: what the other side said last, word for word
    """

    id: int
    person_id: int
    person_name: str
    kind: str
    address: str
    urgent: bool
    digest: bool
    state: str
    failures: int
    last_error: str | None
    last_ok_at: datetime | None
    dead_at: datetime | None

    @property
    def is_on(self) -> bool:
        """Whether anything goes through it."""
        return self.state == "on"

    @property
    def is_dead(self) -> bool:
        """Whether it was given up."""
        return self.state == "dead"

    @property
    def is_failing(self) -> bool:
        """Whether it is on and the last try did not get through."""
        return self.is_on and self.failures > 0


def channels_of(session: Session, person_id: int) -> tuple[ChannelView, ...]:
    """Return somebody's channels, the oldest first."""
    query = (
        select(Channel, Person.name)
        .join(Person, Person.id == Channel.person_id)
        .where(Channel.person_id == person_id, Channel.removed_at.is_(None))
        .order_by(Channel.id)
    )
    return tuple(channel_view(row, name) for row, name in session.execute(query).tuples())


def channel_view(row: Channel, name: str) -> ChannelView:
    """Return the row as a page may show it."""
    return ChannelView(
        id=row.id,
        person_id=row.person_id,
        person_name=name,
        kind=row.kind,
        address=rules.shown_address(row.kind, row.address),
        urgent=row.urgent,
        digest=row.digest,
        state=row.state,
        failures=row.failures,
        last_error=row.last_error,
        last_ok_at=row.last_ok_at,
        dead_at=row.dead_at,
    )
