"""Who sees a case because a 督办单 about it is theirs to answer."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from mediation.cases.model import Case
from mediation.oversight.model import Instruction
from mediation.people.identity import Identity


def has_to_answer(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that an instruction about the case is theirs to answer, and not closed yet."""
    # Under a name of its own: in a query that reads instructions too it would ask of the row being read.
    given = aliased(Instruction)
    return exists().where(
        given.case_id == Case.id,
        given.owner_id.in_(sorted(identity.person_ids)),
        given.state != "closed",
    )
