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
        return identity.actor(_post_named(identity, item) or post or identity.posts[0])
    if post is None:
        needed = post_title(unit_view(session, item.unit_id).full_name, locality.role(item.role).title)
        raise NoPost(label=item.label, needed=needed)
    if item.person_id is not None:
        raise TaskClaimed(label=item.label, who=session.get_one(Person, item.person_id).name)
    return identity.actor(post)


def _post_named(identity: Identity, item: WorkItem) -> PostView | None:
    """Return a post of the person named for the task, who may be somebody stood in for.

    Somebody named needs no certain post; a substitute acts for the absent one also where both
    are in the same post.
    """
    held = [post for post in identity.posts if post.held_by_id == item.person_id]
    fitting = [post for post in held if (post.role, post.unit_id) == (item.role, item.unit_id)]
    return next(iter([*fitting, *held]), None)
