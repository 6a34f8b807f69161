"""In whose hand a task is: what one may do with it short of doing it. Pages ask, operations check."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.visibility import visible_to
from mediation.casework import bars
from mediation.casework.model import WorkItem
from mediation.casework.steps.reviews import SEALED_STEPS
from mediation.inbox.mediating import mediators_of
from mediation.kernel.locality import Locality
from mediation.people.identity import Identity, PostView
from mediation.people.queries import holders
from mediation.units.queries import unit as unit_view

# What is said in person: an opinion on a review panel, why one was late.
PERSONAL = SEALED_STEPS | {"oversight.explain"}


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a task.

    :ivar keeps_away: recused from the case, or party to it
    :ivar is_recused: it was said already
    :ivar in_post: holds its post, or stands in for somebody there
    :ivar commands: leads or supervises its unit
    :ivar is_personal: nobody does it for another
    :ivar mediators: who mediates, where it is theirs alone
    """

    keeps_away: bool
    is_recused: bool
    in_post: bool
    commands: bool
    is_personal: bool
    mediators: tuple[int, ...] | None


def standing(session: Session, locality: Locality, item_id: int, identity: Identity) -> Standing:
    """Return how ``identity`` stands to an open task."""
    item = session.get_one(WorkItem, item_id)
    known = bars.of_task(session, item, identity)
    path = unit_view(session, item.unit_id).path
    return Standing(
        keeps_away=known.is_recused or known.is_party,
        is_recused=known.is_recused,
        in_post=identity.post_for(item.role, item.unit_id) is not None,
        commands=post_above(identity, path) is not None,
        is_personal=item.step in PERSONAL,
        mediators=mediators_of(session, locality, item),
    )


def another_may_claim(
    session: Session, locality: Locality, item_id: int, identity: Identity, on: date
) -> bool:
    """Say whether a colleague could claim the task, were it put back: in its post, free of the case,
    and a mediator of it where it is theirs alone.
    """
    item = session.get_one(WorkItem, item_id)
    others = set(holders(session, item.role, item.unit_id, on)) - identity.person_ids - {item.person_id}
    mediators = mediators_of(session, locality, item)
    able = others if mediators is None else others & set(mediators)
    return bool(able - bars.of_case(session, item.case_id, able).keys())


@dataclass(frozen=True)
class Named:
    """A task by its name."""

    id: int
    case_id: int
    label: str
    label_en: str
    case_number: str


def known(session: Session, item_ids: Collection[int], identity: Identity) -> dict[int, Named]:
    """Return those of several tasks whose case ``identity`` may know of."""
    rows = session.execute(
        select(WorkItem.id, WorkItem.case_id, WorkItem.label, WorkItem.label_en, Case.number)
        .join(Case, Case.id == WorkItem.case_id)
        .where(WorkItem.id.in_(item_ids), visible_to(identity))
    ).tuples()
    return {row[0]: Named(*row) for row in rows}


def answers_itself(hands: Collection[int | None], asked_id: int | None, identity: Identity) -> bool:
    """Say whether an answer would come from whoever asked, so that the question would check nothing.

    :param hands: who asked, and whose the task is that it is about: holder and, delegated, owner
    :param asked_id: who is to answer; others answer only standing in for them
    """
    return identity.person_id in hands or (
        asked_id != identity.person_id and not identity.person_ids.isdisjoint(hands)
    )


def post_above(identity: Identity, path: str) -> PostView | None:
    """Return the post in which somebody says who does the work of the unit at ``path`` (county default)."""
    above = [post for post in identity.posts if path.startswith(post.unit_path)]
    return next((post for post in above if post.is_lead or "supervise" in post.permissions), None)


def holder_now(session: Session, item_id: int) -> int | None:
    """Return who has an open task in hand; None where it is done, or nobody's yet."""
    return session.scalar(select(WorkItem.person_id).where(WorkItem.id == item_id, WorkItem.state == "open"))
