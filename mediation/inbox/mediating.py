"""Whether a task is the appointed mediators' own, so that it goes to another only as the parties agree."""

from sqlalchemy.orm import Session

from mediation.cases.model import Attempt
from mediation.casework import bars
from mediation.casework.access import is_handlers
from mediation.casework.model import WorkItem
from mediation.kernel.locality import Locality


def mediators_of(session: Session, locality: Locality, item: WorkItem) -> tuple[int, ...] | None:
    """Return who mediates, where the task is theirs alone; None where it is anybody's in the post.

    Empty where all who were appointed have been recused since.
    """
    if item.attempt_id is None or not is_handlers(locality, item):
        return None
    attempt = session.get_one(Attempt, item.attempt_id)
    if attempt.closed_at is not None or not bars.has_mediators(session, attempt.id):
        return None
    return bars.mediators_of(session, attempt.id)
