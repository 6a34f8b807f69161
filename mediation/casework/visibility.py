"""Who sees a case because work on it lies on their desk."""

from sqlalchemy import ColumnElement, exists, or_, tuple_
from sqlalchemy.orm import aliased

from mediation.cases.model import Case
from mediation.casework.model import WorkItem
from mediation.people.identity import Identity


def holds_work(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that an open task of the case is theirs to do, or was delegated by them.

    A task can only be done by somebody who may read what it is about; what was delegated comes back.
    """
    # Under a name of its own: in a query that reads tasks too it would ask of the row being read.
    item = aliased(WorkItem)
    named = or_(item.person_id.in_(identity.person_ids), item.delegated_by_id.in_(identity.person_ids))
    posts = sorted({(post.unit_id, post.role) for post in identity.posts})
    to_claim = item.person_id.is_(None) & tuple_(item.unit_id, item.role).in_(posts)
    mine = or_(named, to_claim) if posts else named
    return exists().where(item.case_id == Case.id, item.state == "open", mine)
