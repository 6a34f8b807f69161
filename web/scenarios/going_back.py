"""What people take back in a scenario: a task sent back to an earlier step, one's own work undone."""

from sqlalchemy import select

from mediation.cases.model import Case
from mediation.casework import returning
from mediation.casework.model import WorkItem
from web.scenarios.finding import find_item
from web.scenarios.script import BadScript, Step
from web.scenarios.stage import Stage


def send_back(stage: Stage, step: Step) -> None:
    """Send the open task of that element back to the step ``to``."""
    to, reason = _particulars(step, "to", "reason")
    with stage.system.uow() as uow:
        case = uow.session.get_one(Case, stage.case_id(step.case))
        by = stage.identity(uow.session, str(step.who), case)
        item = find_item(uow.session, case.id, step, by.person_ids)
        returning.send_back(uow, item_id=item.id, to=to, reason=reason, by=by, at=stage.now)
        uow.commit()


def take_back(stage: Stage, step: Step) -> None:
    """Take back the task of that element as it was done last."""
    (reason,) = _particulars(step, "reason")
    with stage.system.uow() as uow:
        case = uow.session.get_one(Case, stage.case_id(step.case))
        by = stage.identity(uow.session, str(step.who), case)
        process, _, element = str(step.subject).rpartition("/")
        query = select(WorkItem).where(
            WorkItem.case_id == case.id, WorkItem.element == element, WorkItem.state == "done"
        )
        found = uow.session.scalars(query.order_by(WorkItem.closed_at.desc(), WorkItem.id.desc())).all()
        done = next((each for each in found if process in ("", each.process)), None)
        if done is None:
            raise BadScript(f"no task {step.subject} has been done")
        returning.take_back(uow, item_id=done.id, reason=reason, by=by, at=stage.now)
        uow.commit()


def _particulars(step: Step, *names: str) -> tuple[str, ...]:
    unknown = step.answers.keys() - set(names)
    if unknown:
        raise BadScript(f"{step.action}: unknown {', '.join(sorted(unknown))}; known are {', '.join(names)}")
    return tuple(str(step.answers.get(name, "")) for name in names)
