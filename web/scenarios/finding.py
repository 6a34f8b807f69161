"""Which task a step of a scenario means."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.casework.model import WorkItem
from web.scenarios.script import BadScript, Step


def find_item(session: Session, case_id: int, step: Step, persons: frozenset[int]) -> WorkItem:
    """Return the task meant: an open one before a past one, the person's own before a colleague's.

    :raises BadScript: there is none, or several are meant
    """
    process, _, element = str(step.subject).rpartition("/")
    found = [
        item
        for item in session.scalars(
            select(WorkItem).where(WorkItem.case_id == case_id, WorkItem.element == element)
        )
        if process in ("", item.process) and step.turn in (None, item.turn)
    ]
    now_open = [item for item in found if item.state == "open"]
    chosen = [item for item in now_open if item.person_id in persons] or now_open
    if len(chosen) > 1 and len({item.person_id for item in chosen}) > 1:
        raise BadScript(f"{step.subject} is open for several people, and {step.who} is none of them")
    if chosen or found:
        return chosen[0] if chosen else found[-1]
    waiting = session.scalars(
        select(WorkItem.element)
        .where(WorkItem.case_id == case_id, WorkItem.state == "open")
        .order_by(WorkItem.id)
    ).all()
    raise BadScript(f"no task {step.subject} has been opened; open are {', '.join(waiting) or 'none'}")
