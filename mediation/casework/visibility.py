"""Who sees a case because work on it lies on their desk."""

from sqlalchemy import ColumnElement, exists, or_, tuple_

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.people.identity import Identity


def holds_work(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that an open task of the case is theirs to do.

    A task can only be done by somebody who may read what it is about.
    """
    named = WorkItem.person_id.in_(identity.person_ids)
    posts = sorted({(post.unit_id, post.role) for post in identity.posts})
    to_claim = WorkItem.person_id.is_(None) & tuple_(WorkItem.unit_id, WorkItem.role).in_(posts)
    mine = or_(named, to_claim) if posts else named
    return exists().where(WorkItem.case_id == Case.id, WorkItem.state == "open", mine)
