"""What one press of a supervisor did to each case, so that a form sent twice counts once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.model import BoardAct


def done_before(uow: UnitOfWork, *, submission: str, case_id: int) -> Mapping[str, Any] | None:
    """Return what this very form did to the case; None where it did nothing yet."""
    row = uow.session.get(BoardAct, (submission, case_id))
    return row.said if row is not None else None


def keep_done(
    uow: UnitOfWork,
    *,
    submission: str,
    case_id: int,
    kind: str,
    said: Mapping[str, Any],
    by_id: int,
    at: datetime,
) -> None:
    """Keep what it did. Of two of the same form at once, the second is refused at its commit."""
    uow.add(BoardAct(submission=submission, case_id=case_id, kind=kind, said=dict(said), by_id=by_id, at=at))
