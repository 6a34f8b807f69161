"""A 集体评议 of an old petition with a panel of seven."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mediation.casework.facts import Context
from mediation.casework.facts import reviews as facts
from mediation.kernel.actor import Actor
from mediation.people.model import Person
from mediation.reviews import operations, rules
from mediation.reviews.model import Review
from tests.factories import a_person
from tests.operations.settle_stage import Stage, moment

PHASES = {"evidence": "出示凭证", "questions": "评议员提问", "exchange": "交换意见"}
AT = moment(9, 21)


@dataclass
class Petition(Stage):
    """A dispute that may be reviewed, and who may sit on its panel."""

    panel: list[Person] = field(default_factory=list)


def with_panel(stage: Stage) -> Petition:
    """Let seven come who may review it."""
    panel = [a_person(stage.session, name=f"评议员{number}") for number in "甲乙丙丁戊己庚"]
    return Petition(**vars(stage), panel=panel)


def do(stage: Petition, operation: Any, by: Actor | None = None, at: datetime = AT, **given: Any) -> Any:
    """Do one operation on the case, as the director where nobody else is named."""
    return operation(stage.uow, case_id=stage.case.id, **given, by=by or stage.director, at=at)


def consent(stage: Petition, **changes: Any) -> Review:
    """Let the petitioner consent in writing."""
    given = {"petitioner_id": stage.applicant.id, "consented": True, "form": "written", **changes}
    return do(stage, operations.record_review_consent, **given)


def form_panel(stage: Petition, people: Sequence[Person] | None = None, **changes: Any) -> Review:
    """Form a panel: the seven, or ``people``."""
    members = tuple(person.id for person in people or stage.panel)
    given = {
        "members": members,
        "veterans": frozenset(members[:3]),
        "groups": 3,
        "handling_body": 0,
        "relations": "无",
        **changes,
    }
    return do(stage, operations.form_panel, panel=rules.Panel(**given))


def heard(stage: Petition) -> Review:
    """Go on until the parties were heard and have left."""
    review = consent(stage)
    form_panel(stage)
    do(stage, operations.hold_review, phases=PHASES)
    return review


def as_member(stage: Petition, person: Person) -> Actor:
    """Return a member of the panel as one who acts."""
    return replace(stage.director, person_id=person.id, name=person.name)


def give(stage: Petition, person: Person, opinion: str = "support", reason: str = "凭证清楚") -> None:
    """Let a member give an opinion."""
    do(stage, operations.give_opinion, by=as_member(stage, person), opinion=opinion, reason=reason)


def fact_of(stage: Petition, name: str) -> Any:
    """Return a fact as a condition would see it."""
    context = Context(instance=None, attempt=stage.attempt, locality=stage.uow.locality)
    return facts.FACTS[name](stage.session, stage.case, context)
