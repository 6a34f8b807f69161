"""督办单: who finishes the work, and by when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.cases.model import Case
from mediation.cases.operations import number_in
from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import rules, settings
from mediation.oversight.events import InstructionGiven
from mediation.oversight.model import Instruction

SERIES = "instruction"


def instruct(
    uow: UnitOfWork,
    *,
    case_id: int,
    clock_id: int | None = None,
    origin: str = "chain",
    unit_id: int | None = None,
    owner: str,
    owner_id: int | None = None,
    finish_by: date | None,
    instruction: str,
    submission: str | None = None,
    by: Actor,
    at: datetime,
) -> Instruction:
    """Give a 督办单, numbered within the year. The same form sent again gives none anew.

    :param clock_id: the late clock; None: about the case, whatever is late
    :param origin: chain, board, or returns: sent back too often
    :param unit_id: unit that has to answer; None: the one that has the case in hand
    :param owner: who finishes the work, as it reads
    :param submission: token of the form, with the case where several were chosen
    :raises InstructionMissing: owner, day or text is missing
    :raises FinishByPassed: the day has passed
    """
    rules.check_instruction(owner=owner, instruction=instruction, finish_by=finish_by, today=day_of(at))
    assert finish_by is not None
    known = _sent_before(uow, submission)
    if known is not None:
        return known
    case = uow.get(Case, case_id, what=N_("这个案件"))
    prefix = settings.of(uow.locality).instruction_prefix
    given = Instruction(
        number=number_in(uow, series=SERIES, prefix=prefix, at=at),
        origin=origin,
        case_id=case.id,
        clock_id=clock_id,
        unit_id=unit_id or case.held_by_id,
        owner=owner,
        owner_id=owner_id,
        finish_by=finish_by,
        instruction=instruction.strip(),
        given_by=by.person_id,
        given_post=by.post,
        given_at=at,
        submission=submission,
    )
    uow.add(given)
    uow.session.flush()
    uow.record(
        InstructionGiven(
            case_id=case.id,
            **of(given),
            owner=owner,
            finish_by=finish_by,
            instruction=given.instruction,
            by=by,
            at=at,
        )
    )
    return given


def of(given: Instruction) -> dict[str, Any]:
    """Return what every fact says about which instruction it is."""
    return {
        "instruction_id": given.id,
        "clock_id": given.clock_id,
        "number": given.number or "",
        "owner_id": given.owner_id,
        "unit_id": given.unit_id,
    }


def _sent_before(uow: UnitOfWork, submission: str | None) -> Instruction | None:
    if submission is None:
        return None
    return uow.session.scalars(select(Instruction).where(Instruction.submission == submission)).first()
