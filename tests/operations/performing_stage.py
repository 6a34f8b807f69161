"""A settlement with two promises, to be kept or broken."""

from datetime import date, datetime
from typing import Any

from mediation.agreements import queries
from mediation.agreements.operations import confirm_performance, follow_breach, record_settlement
from mediation.cases.model import Attempt
from mediation.casework.facts import Context
from mediation.casework.facts import agreements as facts
from tests.operations.settle_stage import Stage, moment

DUE, LATE = moment(9, 25), moment(9, 28)
TWO = "李乙|修好水管|2026-09-25\n李乙|赔偿墙面|2026-10-20|800"


def settle(stage: Stage) -> Stage:
    """Settle it in private, with a promise for the pipe and one for the wall."""
    record_settlement(
        stage.uow,
        **stage.here,
        form="private",
        terms="修好并赔偿。",
        promises=TWO,
        by=stage.grid_leader,
        at=moment(9, 21),
    )
    return stage


def confirm(stage: Stage, decision: str, at: datetime = DUE, **more: Any) -> str:
    """Say of the next promise whether it was kept."""
    return confirm_performance(
        stage.uow, **stage.here, decision=decision, **more, by=stage.grid_leader, at=at
    )


def follow(stage: Stage, decision: str, at: datetime = LATE) -> str:
    """Decide what follows from a breach."""
    return follow_breach(stage.uow, **stage.here, decision=decision, by=stage.grid_leader, at=at)


def states(stage: Stage, today: date = date(2026, 9, 25)) -> list[str]:
    """Return how each promise stands."""
    (agreement, *_) = queries.agreements(stage.session, stage.case.id, today=today)
    return [promise.state for promise in agreement.promises]


def fact_of(stage: Stage, name: str, attempt: Attempt | None = None) -> Any:
    """Return a fact as a condition would see it."""
    context = Context(instance=None, attempt=attempt or stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)
