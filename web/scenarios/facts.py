"""Looks up a fact of a case as the diagrams' conditions would, for expectations."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case
from mediation.casework.facts import Context, all_facts
from mediation.casework.model import ProcessInstance
from web.scenarios.script import BadScript
from web.scenarios.stage import Stage


def fact(stage: Stage, session: Session, case: Case, name: str) -> Any:
    """Return the fact as it is now.

    :raises BadScript: there is no such fact
    """
    if name not in all_facts():
        raise BadScript(f"there is no fact {name}; known are {', '.join(sorted(all_facts()))}")
    instance = session.scalars(
        select(ProcessInstance).where(
            ProcessInstance.case_id == case.id, ProcessInstance.process == "dispute"
        )
    ).one()
    attempt = session.scalars(
        select(Attempt).where(Attempt.case_id == case.id).order_by(Attempt.seq.desc()).limit(1)
    ).first()
    context = Context(instance=instance, attempt=attempt, locality=stage.system.locality)
    return all_facts()[name](session, case, context)
