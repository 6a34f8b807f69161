"""督办单: who finishes the work, and by when."""

from datetime import date, datetime

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules
from mediation.oversight.events import InstructionGiven
from mediation.oversight.model import Instruction
from mediation.oversight.operations.clocks import late_clock


def instruct(
    uow: UnitOfWork,
    *,
    clock_id: int,
    owner: str,
    owner_id: int | None = None,
    finish_by: date | None,
    instruction: str,
    by: Actor,
    at: datetime,
) -> Instruction:
    """Give a 督办单.

    :param owner: who finishes the work, as it reads
    :raises InstructionMissing: owner, day or text is missing
    :raises FinishByPassed: the day has passed
    """
    rules.check_instruction(owner=owner, instruction=instruction, finish_by=finish_by, today=day_of(at))
    assert finish_by is not None
    clock = late_clock(uow, clock_id)
    given = Instruction(
        case_id=clock.case_id,
        clock_id=clock.id,
        owner=owner,
        owner_id=owner_id,
        finish_by=finish_by,
        instruction=instruction,
        given_by=by.person_id,
        given_post=by.post,
        given_at=at,
    )
    uow.record(
        InstructionGiven(
            case_id=clock.case_id,
            clock_id=clock.id,
            title=clock.title,
            owner=owner,
            owner_id=owner_id,
            finish_by=finish_by,
            instruction=instruction,
            by=by,
            at=at,
        )
    )
    return uow.add(given)
