"""What people do in a scenario: report, complete a task, bring an event from outside."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework import operations as casework
from mediation.casework.model import WorkItem
from mediation.kernel.errors import Refused
from mediation.ledger.operations import record_refusal
from mediation.parties.operations import NewParty
from web.scenarios import events, going_back
from web.scenarios.answering import answers_for
from web.scenarios.finding import find_item
from web.scenarios.script import BadScript, Step
from web.scenarios.stage import Stage

SIDES = {"申请人": "applicant", "被申请人": "respondent", "第三人": "third", "未成年人": "child"}
REPORT_KEYS = {
    "title", "story", "kind", "source", "unit", "place", "difficulty", "people_count", "amount_yuan",
    "traits", "parties",
}  # fmt: skip


def report(stage: Stage, step: Step) -> None:
    """Report the dispute that the step describes."""
    given = step.subject
    unknown = given.keys() - REPORT_KEYS
    if unknown:
        raise BadScript(
            f"report: unknown {', '.join(sorted(unknown))}; known are {', '.join(sorted(REPORT_KEYS))}"
        )
    with stage.system.uow() as uow:
        dispute = casework.Reported(
            title=given["title"],
            story=given.get("story", given["title"]),
            kind=_key(stage, "kinds", given.get("kind", "neighbour")),
            source=_key(stage, "sources", given.get("source", "application")),
            unit_id=stage.unit(uow.session, str(given["unit"])).id,
            parties=[_party(name, each or {}) for name, each in given.get("parties", {}).items()],
            place=given.get("place", ""),
            difficulty=_key(stage, "difficulties", given.get("difficulty", "ordinary")),
            people_count=given.get("people_count", 2),
            amount_fen=given["amount_yuan"] * 100 if "amount_yuan" in given else None,
            traits=given.get("traits", {}),
        )
        case = casework.report(
            uow, dispute=dispute, by=stage.identity(uow.session, str(step.who)), at=stage.now
        )
        uow.commit()
        name = step.case or "case"
        stage.cases[name] = case.id
        stage.last_case = name


def _party(name: str, given: Mapping[str, Any]) -> NewParty:
    side = str(given.get("side", "applicant"))
    return NewParty(**{**given, "side": SIDES.get(side, side), "name": given.get("name", name)})


def _key(stage: Stage, sort: str, said: str) -> str:
    """Return the key of ``said``, which may be the key itself or the locality's word for it."""
    words = {row["key"]: row["title"] for row in stage.system.locality.settings["taxonomy"][sort]}
    if said in words:
        return said
    for key, word in words.items():
        if word == said:
            return key
    raise BadScript(f"{said} is none of {', '.join(f'{key} ({word})' for key, word in words.items())}")


def do(stage: Stage, step: Step) -> None:
    """Complete the open task of that element."""
    with stage.system.uow() as uow:
        case = uow.session.get_one(Case, stage.case_id(step.case))
        identity = stage.identity(uow.session, str(step.who), case)
        item = find_item(uow.session, case.id, step, identity.person_ids)
        answers = answers_for(stage, uow.session, case, item, step.answers)
        casework.complete(uow, item_id=item.id, answers=answers, by=identity, at=stage.now)
        uow.commit()


def event(stage: Stage, step: Step) -> None:
    """Bring an event from outside the diagram."""
    bring = events.EVENTS.get(step.subject)
    if bring is None:
        raise BadScript(f"there is no event {step.subject}; known are {', '.join(events.EVENTS)}")
    with stage.system.uow() as uow:
        case = uow.session.get_one(Case, stage.case_id(step.case))
        bring(stage, uow, case, str(step.who), step.answers)
        uow.commit()


def keep_refusal(stage: Stage, step: Step, refusal: Refused) -> None:
    """Write a refused act into the ledger, as the pages do."""
    if step.action == "report" or not stage.cases:
        return
    with stage.system.uow() as uow:
        case = uow.session.get_one(Case, stage.case_id(step.case))
        record_refusal(
            uow,
            case_id=case.id,
            act=_act_label(uow.session, case, step),
            sentence=refusal.sentence(),
            refusal=type(refusal).__name__,
            by=stage.actor(uow.session, str(step.who), case),
            at=stage.now,
        )
        uow.commit()


def _act_label(session: Session, case: Case, step: Step) -> str:
    label = session.scalars(
        select(WorkItem.label).where(
            WorkItem.case_id == case.id, WorkItem.element == str(step.subject).rpartition("/")[2]
        )
    ).first()
    return label or events.TITLES.get(step.subject, str(step.subject))


PERFORM: Mapping[str, Callable[[Stage, Step], None]] = {
    "report": report,
    "does": do,
    "send_back": going_back.send_back,
    "take_back": going_back.take_back,
    "event": event,
}
