"""Whether a person may do a task: post, named person, substitute, a colleague's claim, who keeps away."""

from sqlalchemy.orm import Session

from mediation.casework import bars
from mediation.casework.model import WorkItem
from mediation.casework.refusals import (
    AskedForAWord,
    DelegatedAway,
    NoPost,
    NotTheMediator,
    OnlyItsOwnerCompletes,
    StillAsked,
    TaskClaimed,
)
from mediation.kernel.actor import Actor
from mediation.kernel.locality import Locality
from mediation.people.model import Person
from mediation.people.queries import Identity, PostView
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view


def require_desk(session: Session, locality: Locality, item: WorkItem, identity: Identity) -> Actor:
    """Return the actor as whom ``identity`` may do ``item``; see :func:`require_post`."""
    return identity.actor(require_post(session, locality, item, identity))


def require_post(session: Session, locality: Locality, item: WorkItem, identity: Identity) -> PostView:
    """Return the post in which ``identity`` may do ``item``.

    :raises RecusedFromIt: or PartyToIt: whoever must keep away does nothing on the case, in no post
    :raises TaskClaimed: a colleague has claimed it
    :raises DelegatedAway: one has delegated it oneself
    :raises NoPost: the post is not held, neither as a substitute
    :raises NotTheMediator: the parties have other mediators (人民调解法 23)
    """
    known = bars.of_task(session, item, identity)
    known.check()
    post = identity.post_for(item.role, item.unit_id)
    if item.person_id in identity.person_ids and identity.posts:
        return _post_named(identity, item) or post or identity.posts[0]
    if item.delegated_by_id in identity.person_ids:
        raise DelegatedAway(label=item.label, who=_name(session, item.person_id))
    if post is None:
        needed = post_title(unit_view(session, item.unit_id).full_name, locality.role(item.role).title)
        raise NoPost(label=item.label, needed=needed)
    if item.person_id is not None:
        raise TaskClaimed(label=item.label, who=_name(session, item.person_id))
    if known.has_mediators and is_handlers(locality, item):
        return _mediating_post(session, item, identity)
    return post


def is_handlers(locality: Locality, item: WorkItem) -> bool:
    """Say whether ``item`` is for who handles cases at its level: once appointed, the mediators."""
    return item.task_level is not None and item.role == locality.level(item.task_level).handler


def _mediating_post(session: Session, item: WorkItem, identity: Identity) -> PostView:
    """Return the post of an appointed mediator, oneself or somebody stood in for."""
    mediators = bars.mediators_of(session, item.attempt_id)
    for post in identity.posts:
        if post.held_by_id in mediators and (post.role, post.unit_id) == (item.role, item.unit_id):
            return post
    raise NotTheMediator(label=item.label)


def check_completable(session: Session, item: WorkItem) -> None:
    """Let a task be completed only by whose it is, and only once everybody asked has answered.

    :raises AskedForAWord: it is no task but a question to a co-signer
    :raises OnlyItsOwnerCompletes: it was delegated; the delegate gives it back
    :raises StillAsked: co-signers have not answered
    """
    if item.parent_id is not None:
        raise AskedForAWord()
    if item.delegated_by_id is not None:
        raise OnlyItsOwnerCompletes(label=item.label, owner=_name(session, item.delegated_by_id))
    if item.cosigns_open:
        raise StillAsked(label=item.label, count=item.cosigns_open)


def _post_named(identity: Identity, item: WorkItem) -> PostView | None:
    """Return a post of the person named for the task, who may be somebody stood in for.

    Somebody named needs no certain post; a substitute acts for the absent one also where both
    are in the same post.
    """
    held = [post for post in identity.posts if post.held_by_id == item.person_id]
    fitting = [post for post in held if (post.role, post.unit_id) == (item.role, item.unit_id)]
    return next(iter([*fitting, *held]), None)


def _name(session: Session, person_id: int | None) -> str:
    return session.get_one(Person, person_id).name
