"""A party who says no to mediation, in whatever stage of a dispute."""

from datetime import datetime
from typing import Any

from mediation.kernel.actor import Actor
from mediation.parties.operations import record_consent


def refuse_mediation(stage: Any, *, by: Actor, at: datetime, form: str = "oral") -> None:
    """Let the respondent of ``stage`` refuse to be mediated."""
    record_consent(
        stage.uow,
        case_id=stage.case.id,
        party_id=stage.respondent.id,
        kind="mediation",
        given=False,
        form=form,
        by=by,
        at=at,
    )
