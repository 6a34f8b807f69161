"""Whether somebody has begun to fill in a task's form."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mediation.drafts.model import Draft


def has_draft(session: Session, item_id: int, person_id: int) -> bool:
    """Say whether ``person_id`` keeps a draft for the task."""
    query = exists().where(Draft.item_id == item_id, Draft.person_id == person_id)
    return bool(session.scalar(select(query)))
