"""Who sees a case because it was copied to them."""

from sqlalchemy import ColumnElement, and_, exists

from mediation.cases.model import Case
from mediation.cases.queries.visibility import GUARDIANS, is_violent
from mediation.inbox.model import Follow
from mediation.people.identity import Identity


def was_copied(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that the case was copied to them (抄送).

    A copy is for one person, not for who stands in. Where violence shows later, only those who
    protect go on reading (county default).
    """
    copied = exists().where(
        Follow.case_id == Case.id, Follow.person_id == identity.person_id, Follow.how == "copied"
    )
    guards = any(post.role in GUARDIANS for post in identity.posts)
    return copied if guards else and_(copied, ~is_violent())
