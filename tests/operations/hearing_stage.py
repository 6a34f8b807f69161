"""A village that holds a 屋场会, step by step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mediation.casework.facts import Context
from mediation.casework.facts import hearings as facts
from mediation.hearings import operations
from mediation.hearings.model import Hearing, HearingNotice
from tests.operations.settle_stage import Stage, moment

PHASES = {"evidence": "各自说明", "questions": "邻居提问", "exchange": "交换意见", "review": "大家评议"}
APRIL = moment(4, 23)


def do(stage: Stage, operation: Any, at: datetime, **given: Any) -> Any:
    """Do one operation on the case as its mediator."""
    return operation(stage.uow, case_id=stage.case.id, **given, by=stage.mediator, at=at)


def propose(stage: Stage, at: datetime = APRIL, **changes: Any) -> Hearing:
    """Propose to talk over a matter of the group."""
    given = {
        "matter": "group",
        "topic": "李甲家门前水沟走向",
        "proposer": "village",
        "households_total": 30,
        **changes,
    }
    return do(stage, operations.propose_hearing, at, **given)


def consent(
    stage: Stage, consenting: Sequence[int] | None = None, form: str = "written", at: datetime = APRIL
) -> bool:
    """Record who consented, and return whether the meeting may be held."""
    who = stage.both if consenting is None else consenting
    return do(stage, operations.record_consents, at, consenting=who, form=form)


def name_facilitator(
    stage: Stage, name: str = "周德胜", relation: str = "none", at: datetime = APRIL
) -> Hearing:
    """Name who leads the meeting."""
    return do(stage, operations.name_facilitator, at, name=name, relation=relation)


def give_notice(stage: Stage, at: datetime, hearing_at: datetime) -> HearingNotice:
    """Tell the households when and where they meet."""
    return do(stage, operations.give_notice, at, hearing_at=hearing_at, place="大成村文化广场")


def called(stage: Stage, **changes: Any) -> HearingNotice:
    """Go on until the meeting of 28 April is called."""
    propose(stage, **changes)
    consent(stage)
    name_facilitator(stage)
    return give_notice(stage, moment(4, 24), moment(4, 28, 19, 30))


def opened(stage: Stage, present: int = 23, **changes: Any) -> None:
    """Go on until the households have signed in."""
    called(stage, **changes)
    do(stage, operations.sign_in, moment(4, 28, 19, 40), present=present)


def voted(stage: Stage, **changes: Any) -> bool:
    """Go on until they have voted, and return whether it passed."""
    opened(stage, **changes)
    do(stage, operations.record_phases, moment(4, 28, 21), phases=PHASES)
    return do(stage, operations.take_vote, moment(4, 28, 21), votes_for=15, votes_against=6)


def minutes(stage: Stage, **changes: Any) -> Hearing:
    """Write the minutes two days later."""
    given = {"minutes": "李甲与李乙到会，水沟改走北侧。", "signed_by": "周德胜\n朱丁\n朱戊", **changes}
    return do(stage, operations.record_minutes, moment(4, 30), **given)


def fact_of(stage: Stage, name: str) -> Any:
    """Return a fact as a condition would see it."""
    context = Context(instance=None, attempt=stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)
