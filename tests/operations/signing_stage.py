"""A written agreement from its draft to its seal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mediation.agreements.model import Agreement
from mediation.agreements.operations import draft_agreement, seal_agreement, sign_agreement, sign_as_mediator
from mediation.kernel.actor import Actor
from tests.operations.settle_stage import Stage, moment

AT = moment(9, 10, 15)
CHECKED = {"identities_checked": True, "read_aloud": True}


def draft(stage: Stage, **changes: Any) -> Agreement:
    """Draft it: the old house is pulled down by the next day."""
    given = {"terms": "拆除旧房，退还宅基地。", "promises": "李乙|拆除旧房|2026-09-11"}
    return draft_agreement(stage.uow, **stage.here, **{**given, **changes}, by=stage.mediator, at=AT)


def sign(stage: Stage, signed: Sequence[int], at: datetime = AT, **changes: Any) -> Any:
    """Let parties sign before the mediator, identities checked and the text read aloud."""
    given = {**CHECKED, **changes}
    return sign_agreement(stage.uow, case_id=stage.case.id, signed=signed, **given, by=stage.mediator, at=at)


def sign_mediator(stage: Stage, at: datetime = AT, by: Actor | None = None) -> Agreement:
    """Let the mediator sign, or ``by``."""
    return sign_as_mediator(stage.uow, case_id=stage.case.id, by=by or stage.mediator, at=at)


def seal(stage: Stage, at: datetime = AT, **changes: Any) -> Any:
    """Let the committee seal it."""
    given = {"sealed": True, **changes}
    return seal_agreement(stage.uow, case_id=stage.case.id, **given, by=stage.director, at=at)
