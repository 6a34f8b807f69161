"""What lies in each box, as separate parts: one for each person and post, each read off one index.

The parts of a box never share a task, so they can be read and counted side by side. Who asks and
when is bound by name (:func:`bound`): the statements are built once for so many persons and posts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    false,
    literal_column,
    or_,
    select,
    union,
)

from mediation.cases.model import Appointment, Case
from mediation.casework.model import WorkItem, WorkMove
from mediation.inbox.model import Follow
from mediation.kernel.clock import day_of, start_of
from mediation.people.identity import Identity

Part = list[ColumnElement[bool]]
# Spelt out, not bound: the indexes are of open work alone, and only then the database knows it may use them.
OPEN = WorkItem.state == literal_column("'open'")


@dataclass(frozen=True)
class Desks:
    """How many persons somebody acts for, themselves included, and in how many posts.

    :ivar spelt: their ids stand in the statement itself, so that the database knows how heavy these
        very desks are; for lists narrowed by what it must look up case by case
    """

    persons: int
    posts: int
    spelt: bool = False

    def person(self, place: int) -> BindParameter[int]:
        """Return the id of a person, bound later."""
        return bindparam(f"person_{place}", type_=Integer, literal_execute=self.spelt)

    def holds(self, place: int) -> Part:
        """Return the condition that a task is of the post at that place."""
        unit_id = bindparam(f"unit_{place}", type_=Integer, literal_execute=self.spelt)
        role = bindparam(f"role_{place}", type_=String, literal_execute=self.spelt)
        return [WorkItem.unit_id == unit_id, WorkItem.role == role]


def desks(identity: Identity, *, spelt: bool = False) -> Desks:
    """Return how many desks ``identity`` tends."""
    return Desks(len(identity.person_ids), len(_posts(identity)), spelt)


def bound(identity: Identity, at: datetime) -> dict[str, Any]:
    """Return who asks and when, by the names that the parts of boxes use."""
    today = day_of(at)
    given: dict[str, Any] = {
        "me": identity.person_id,
        "at": at,
        "today": today,
        "day": start_of(today),
        "next_day": start_of(today + timedelta(days=1)),
        "next_week": start_of(today + timedelta(days=7 - today.weekday())),
    }
    given |= {f"person_{place}": each for place, each in enumerate(sorted(identity.person_ids))}
    for place, (unit_id, role) in enumerate(_posts(identity)):
        given |= {f"unit_{place}": unit_id, f"role_{place}": role}
    return given


def _posts(identity: Identity) -> list[tuple[int, str]]:
    return sorted({(post.unit_id, post.role) for post in identity.posts})


def parts(box: str, tended: Desks) -> list[Part]:
    """Return the parts of ``box``, each a list of conditions on a task."""
    mine = [[OPEN, WorkItem.person_id == tended.person(place)] for place in range(tended.persons)]
    unclaimed = [_unclaimed(tended, place) for place in range(tended.posts)]
    found = {
        "mine": lambda: mine,
        "unit": lambda: unclaimed,
        "today": lambda: [
            *([*part, *_due_today()] for part in (*mine, *unclaimed)),
            *([*part, *_followed_up()] for part in mine),
        ],
        "late": lambda: [[*part, is_late()] for part in (*mine, *unclaimed)],
        "waiting": lambda: [_waiting(tended)],
        "followed": lambda: [[OPEN, WorkItem.case_id.in_(_follows())]],
        "done": lambda: [[WorkItem.closed_by == _me()]],
    }[box]()
    return [[*part, _not_recused()] for part in found] or [[false()]]


def is_late() -> ColumnElement[bool]:
    """Return the condition that its time is up."""
    return WorkItem.sort_at <= moment("at")


def moment(name: str) -> BindParameter[datetime]:
    """Return one of the moments of :func:`bound`."""
    return bindparam(name, type_=WorkItem.sort_at.type)


def _unclaimed(tended: Desks, place: int) -> Part:
    return [OPEN, WorkItem.person_id.is_(None), *tended.holds(place)]


def _due_today() -> Part:
    """Today is its last day, whether or not its hour has passed."""
    return [WorkItem.sort_at > moment("day"), WorkItem.sort_at <= moment("next_day")]


def _followed_up() -> Part:
    """Its holder wanted to see it by today, and it is not there for its due date already."""
    not_due = or_(WorkItem.sort_at <= moment("day"), WorkItem.sort_at > moment("next_day"))
    return [WorkItem.follow_up_on <= bindparam("today", type_=Date), not_due]


def _waiting(tended: Desks) -> Part:
    """On another's desk: delegated, asked a co-signer for, or of an open case one handles (承办人)."""
    persons = [tended.person(place) for place in range(tended.persons)]
    delegated = select(WorkItem.id).where(OPEN, WorkItem.delegated_by_id.in_(persons))
    asked = select(WorkMove.to_item_id).where(
        WorkMove.by_id.in_(persons),
        WorkMove.kind == literal_column("'cosign'"),
        WorkMove.outcome.is_(None),
        WorkMove.to_item_id.is_not(None),
    )
    handled = (
        select(WorkItem.id)
        .join(Case, Case.id == WorkItem.case_id)
        .where(OPEN, Case.handler_id.in_(persons), Case.closed_at.is_(None))
    )
    to_claim = [and_(*_unclaimed(tended, place)) for place in range(tended.posts)]
    others = or_(WorkItem.person_id.is_(None), WorkItem.person_id.not_in(persons))
    return [OPEN, WorkItem.id.in_(union(delegated, asked, handled)), others, ~or_(false(), *to_claim)]


def _follows() -> Any:
    return select(Follow.case_id).where(Follow.person_id == _me())


def _not_recused() -> ColumnElement[bool]:
    """Whoever was recused from a case has lost sight of it, whatever the post."""
    left = select(Appointment.case_id).where(
        Appointment.person_id == _me(), Appointment.recused_at.is_not(None)
    )
    return WorkItem.case_id.not_in(left)


def _me() -> BindParameter[int]:
    return bindparam("me", type_=Integer)
