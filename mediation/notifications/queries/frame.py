"""What the frame of every page asks: one statement, however many notices there are."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    ScalarSelect,
    Select,
    String,
    bindparam,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from mediation.notifications.model import Channel
from mediation.notifications.queries.addressed import addresses, each_once, posts_of, unread_rows
from mediation.notifications.queries.health import Scope, in_scope, scope_of
from mediation.notifications.queries.notices import COUNT_TO
from mediation.oversight.model import Instruction
from mediation.people.queries import Identity


@dataclass(frozen=True)
class Frame:
    """What the frame shows of notices.

    :ivar unread: counted up to a cap
    :ivar own_dead: one's own channels that were given up
    :ivar others_dead: those of the people one answers for
    :ivar to_answer: 督办单 that wait for one's own answer
    :ivar to_judge: those one gave whose answer waits to be looked at
    """

    unread: int = 0
    own_dead: int = 0
    others_dead: int = 0
    to_answer: int = 0
    to_judge: int = 0

    @property
    def shown(self) -> str:
        """The count as people read it: 99+ above that."""
        return f"{COUNT_TO - 1}+" if self.unread >= COUNT_TO else str(self.unread)


def frame(session: Session, identity: Identity, *, on: date) -> Frame:
    """Return it, in one statement."""
    persons, posts, scope = sorted(identity.person_ids), posts_of(identity), scope_of(identity)
    given: dict[str, Any] = {"me": identity.person_id}
    given |= {f"person_{turn}": person for turn, person in enumerate(persons)}
    for turn, (unit_id, role) in enumerate(posts):
        given |= {f"unit_{turn}": unit_id, f"role_{turn}": role}
    given |= {"mine": persons, "led": sorted({post.unit_id for post in identity.posts if post.is_lead})}
    if scope:
        given["on"] = on
    row = session.execute(_query(len(persons), len(posts), scope.paths), given).tuples().one()
    return Frame(*row)


@cache
def _query(persons: int, posts: int, paths: tuple[str, ...]) -> Select[Any]:
    """Built once for each number of posts: every page asks it, and building costs more than asking."""
    me = bindparam("me", type_=Integer)
    found = addresses(
        [bindparam(f"person_{turn}", type_=Integer) for turn in range(persons)],
        [
            (bindparam(f"unit_{turn}", type_=Integer), bindparam(f"role_{turn}", type_=String))
            for turn in range(posts)
        ],
    )
    some = each_once(unread_rows(found, me)).limit(COUNT_TO).subquery()
    unread = select(func.count()).select_from(some).scalar_subquery()
    dead = select(func.count(Channel.id)).where(Channel.state == "dead")
    own = dead.where(Channel.person_id == me).scalar_subquery()
    if not paths:
        return select(unread, own, literal(0), _to_answer(), _to_judge())
    theirs = in_scope(Scope(paths, may_act=False), Channel.person_id, bindparam("on", type_=Date))
    others = dead.where(theirs).scalar_subquery()
    return select(unread, own, others, _to_answer(), _to_judge())


def _to_answer() -> ScalarSelect[int]:
    """Count the 督办单 of a person, and those of a unit one leads that name nobody.

    Literals, so that both databases see that the partial index of what is not closed covers it.
    """
    named = Instruction.owner_id.in_(bindparam("mine", expanding=True, type_=Integer))
    led = Instruction.unit_id.in_(bindparam("led", expanding=True, type_=Integer))
    waits = text("state <> 'closed' AND state = 'open'")
    mine = select(Instruction.id).where(named, waits)
    ours = select(Instruction.id).where(Instruction.owner_id.is_(None), led, waits)
    found = union_all(mine, ours).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _to_judge() -> ScalarSelect[int]:
    """Count the answered 督办单 of who gave them, or stands in for who did: few are unclosed at all."""
    gave = Instruction.given_by.in_(bindparam("mine", expanding=True, type_=Integer))
    waits = text("state <> 'closed' AND state = 'answered'")
    return select(func.count(Instruction.id)).where(gave, waits).scalar_subquery()
