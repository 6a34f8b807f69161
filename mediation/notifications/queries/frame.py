"""What the frame of every page asks: one statement, however many notices there are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from mediation.notifications.model import Channel
from mediation.notifications.queries.health import in_scope, scope_of
from mediation.notifications.queries.notices import COUNT_TO, unread_count
from mediation.people.queries import Identity


@dataclass(frozen=True)
class Frame:
    """What the frame shows of notices.

    :ivar unread: counted up to a cap
    :ivar own_dead: one's own channels that were given up
    :ivar others_dead: those of the people one answers for
    """

    unread: int = 0
    own_dead: int = 0
    others_dead: int = 0

    @property
    def shown(self) -> str:
        """The count as people read it: 99+ above that."""
        return f"{COUNT_TO - 1}+" if self.unread >= COUNT_TO else str(self.unread)


def frame(session: Session, identity: Identity, *, on: date) -> Frame:
    """Return it, in one statement."""
    dead = select(func.count(Channel.id)).where(Channel.state == "dead")
    own = dead.where(Channel.person_id == identity.person_id).scalar_subquery()
    scope = scope_of(identity)
    others = dead.where(in_scope(scope, Channel.person_id, on)).scalar_subquery() if scope else literal(0)
    row = session.execute(select(unread_count(identity), own, others)).tuples().one()
    return Frame(*row)
