"""Who sees a case because a 督办单 about it is theirs to answer."""

from sqlalchemy import ColumnElement, exists

from mediation.cases.model import Case
from mediation.oversight.model import Instruction
from mediation.people.identity import Identity


def has_to_answer(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that an instruction about the case is theirs to answer, and not closed yet."""
    return exists().where(
        Instruction.case_id == Case.id,
        Instruction.owner_id.in_(sorted(identity.person_ids)),
        Instruction.state != "closed",
    )
