"""How much of 督办 lies on somebody: cards that are open, 督办单 that wait for an answer."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from mediation.clocks.model import Clock
from mediation.oversight.model import Card, Instruction
from mediation.oversight.queries.instructions import owned
from mediation.people.identity import Identity


@dataclass(frozen=True)
class Burden:
    """What somebody answers for now."""

    red: int = 0
    yellow: int = 0
    orders: int = 0

    def __bool__(self) -> bool:
        return any((self.red, self.yellow, self.orders))


def burden(session: Session, identity: Identity) -> Burden:
    """Count one's own open cards, those of posts that name nobody, and what one has to answer."""
    posts = sorted({(post.role, post.unit_id) for post in identity.posts})
    mine: list[ColumnElement[bool]] = [Card.person_id.in_(sorted(identity.person_ids))]
    mine += [
        and_(Card.person_id.is_(None), Card.role == role, Card.unit_id == unit_id) for role, unit_id in posts
    ]
    counted = (
        select(Card.kind, func.count())
        .join(Clock, Clock.id == Card.clock_id)
        .where(or_(*mine), Card.closed_at.is_(None), Card.voided_at.is_(None))
        .where((Card.kind == "red") | (Clock.state == "running"))
        .group_by(Card.kind)
    )
    cards = dict(session.execute(counted).tuples().all())
    waiting = select(func.count()).where(owned(identity), Instruction.state == "open")
    return Burden(cards.get("red", 0), cards.get("yellow", 0), session.scalar(waiting) or 0)
