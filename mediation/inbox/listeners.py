"""What becomes of delegations, questions and shared lists when a post changes hands or a unit goes."""

from sqlalchemy import or_, select, update

from mediation.casework.model import WorkItem
from mediation.inbox.events import DelegationEnded
from mediation.inbox.model import SavedList
from mediation.inbox.operations.desk import name_of
from mediation.inbox.operations.recusing import drop_question, end_delegation
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.events import PostEnded
from mediation.people.queries import identity
from mediation.people.rules import post_title
from mediation.units.events import UnitMerged
from mediation.units.queries import unit as unit_view


def on_post_ended(uow: UnitOfWork, fact: PostEnded) -> None:
    """Bring back what somebody was asked in a post they left; nobody's task is lost sight of."""
    items = uow.session.scalars(
        select(WorkItem).where(
            WorkItem.state == "open",
            WorkItem.unit_id == fact.unit_id,
            or_(WorkItem.parent_id.is_not(None), WorkItem.delegated_by_id.is_not(None)),
            or_(WorkItem.person_id == fact.person_id, WorkItem.delegated_by_id == fact.person_id),
        )
    ).all()
    if not items:
        return
    still_here = _is_at(uow, fact)
    for item in items:
        if item.parent_id is not None:
            if item.role == fact.role:
                drop_question(uow, item, by=SYSTEM, at=fact.at)
        elif item.delegated_by_id == fact.person_id and item.role == fact.role:
            _bring_back(uow, item, None, fact)
        elif item.person_id == fact.person_id and not still_here:
            _bring_back(uow, item, item.delegated_by_id, fact)


def _bring_back(uow: UnitOfWork, item: WorkItem, to_id: int | None, fact: PostEnded) -> None:
    end_delegation(uow, item, to_id=to_id, at=fact.at)
    unit = unit_view(uow.session, item.unit_id).full_name
    to = name_of(uow, to_id) if to_id else post_title(unit, uow.locality.role(item.role).title)
    told = (to_id,) if to_id else ()
    uow.record(
        DelegationEnded(
            case_id=item.case_id,
            item_id=item.id,
            label=item.label,
            to=to,
            tells=told,
            at=fact.at,
            by=SYSTEM,
        )
    )


def _is_at(uow: UnitOfWork, fact: PostEnded) -> bool:
    """Say whether somebody still works on cases at the unit in another post."""
    uow.session.flush()
    try:
        who = identity(uow.session, fact.person_id, day_of(fact.at), locality=uow.locality)
    except NotFound:
        return False
    return any(
        post.unit_id == fact.unit_id and post.role != fact.role and "act_on_case" in post.permissions
        for post in who.posts
    )


def on_unit_merged(uow: UnitOfWork, fact: UnitMerged) -> None:
    """Let lists that were shared at a merged unit be shared at the other."""
    uow.session.execute(
        update(SavedList).where(SavedList.unit_id == fact.unit_id).values(unit_id=fact.into_id)
    )
