"""Finds the dispute somebody has just reported, so that going back and sending again makes no second case."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.operations import Reported

JUST_NOW = timedelta(minutes=30)


def reported_just_now(session: Session, *, dispute: Reported, person_id: int, at: datetime) -> int | None:
    """Return the case that ``person_id`` made of the very same words a moment ago, from another form."""
    recent = session.scalars(
        select(Case).where(
            Case.reported_by == person_id,
            Case.reported_at > at - JUST_NOW,
            Case.origin_unit_id == dispute.unit_id,
            Case.kind == dispute.kind,
        )
    )
    for case in recent:
        same_words = (case.title, case.story) == (dispute.title, dispute.story)
        if same_words and case.submission != dispute.submission:
            return case.id
    return None
