"""What one press of a supervisor did to each case, so that a form sent twice counts once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight.model import BoardAct


def done_before(uow: UnitOfWork, *, submission: str, case_id: int) -> Mapping[str, Any] | None:
    """Return what this very form did to the case; None where it did nothing yet."""
    row = uow.session.get(BoardAct, (submission, case_id))
    return row.said if row is not None else None


def all_done_before(
    uow: UnitOfWork, *, submission: str, case_ids: Collection[int], by_id: int
) -> dict[int, Mapping[str, Any]]:
    """Return what this very form, sent by the same person, did to each of the cases it was done to."""
    found = select(BoardAct.case_id, BoardAct.said).where(
        BoardAct.submission == submission, BoardAct.case_id.in_(set(case_ids)), BoardAct.by_id == by_id
    )
    return dict(uow.session.execute(found).tuples().all())


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
