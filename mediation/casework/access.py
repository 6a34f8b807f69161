"""Whether a person may do a task: the post, a named person, a substitute, a colleague's claim."""

from sqlalchemy.orm import Session

from mediation.casework.model import WorkItem
from mediation.casework.refusals import NoPost, TaskClaimed
from mediation.kernel.actor import Actor
from mediation.kernel.locality import Locality
from mediation.people.model import Person
from mediation.people.queries import Identity, PostView
from mediation.people.rules import post_title
from mediation.units.queries import unit as unit_view


def require_desk(session: Session, locality: Locality, item: WorkItem, identity: Identity) -> Actor:
    """Return the actor in whose post ``identity`` may do ``item``.

    :raises TaskClaimed: a colleague has claimed it
    :raises NoPost: the post is not held, neither as a substitute
    """
    post = identity.post_for(item.role, item.unit_id)
    if item.person_id in identity.person_ids and identity.posts:
        return identity.actor(post or _best_post(identity, item.person_id))
    if post is None:
        needed = post_title(unit_view(session, item.unit_id).full_name, locality.role(item.role).title)
        raise NoPost(label=item.label, needed=needed)
    if item.person_id is not None:
        raise TaskClaimed(label=item.label, who=session.get_one(Person, item.person_id).name)
    return identity.actor(post)


def _best_post(identity: Identity, person_id: int | None) -> PostView:
    """Return a post of the person named for the task: somebody named needs no certain post."""
    own = [post for post in identity.posts if post.held_by_id == person_id]
    return (own or list(identity.posts))[0]
