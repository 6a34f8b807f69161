"""What becomes of a 督办单: answered, accepted, sent back, withdrawn, past its day. No answer is lost."""

from datetime import date, datetime

from sqlalchemy import select

from mediation.kernel.actor import SYSTEM, Actor
from mediation.kernel.clock import day_of
from mediation.kernel.sentences import author
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import instruction_rules, refusals
from mediation.oversight.events import (
    InstructionAccepted,
    InstructionAnswered,
    InstructionOverdue,
    InstructionSentBack,
    InstructionWithdrawn,
)
from mediation.oversight.instruction_rules import Standing
from mediation.oversight.model import Instruction
from mediation.oversight.operations.instructions import of
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.queries import unit as unit_view

BATCH = 200


def answer(uow: UnitOfWork, *, instruction_id: int, answer: str, by: Identity, at: datetime) -> None:
    """Say what was done about it; who gave it hears of it.

    :raises NotItsOwner: somebody else answers
    :raises AnsweredAlready: or InstructionClosed
    :raises AnswerMissing: it is blank
    """
    row, mine = _open(uow, instruction_id, by)
    if mine.owner_post is None:
        raise refusals.NotItsOwner(number=row.number, owner=row.owner)
    _check(row, "open")
    said = instruction_rules.check_answer(answer)
    row.state, row.answer, row.answered_at, row.answered_by = "answered", said, at, by.person_id
    fact = InstructionAnswered(
        case_id=row.case_id, **of(row), answer=said, tells=_giver(row), by=by.actor(mine.owner_post), at=at
    )
    uow.record(fact)


def accept(uow: UnitOfWork, *, instruction_id: int, by: Identity, at: datetime) -> None:
    """Take the answer as enough: that closes it.

    :raises NotItsJudge: neither gave one it, nor does one supervise its unit, or one answers oneself
    :raises NotAnsweredYet: or InstructionClosed
    """
    row, actor = _judged(uow, instruction_id, by)
    row.state, row.closed_at, row.closed_by = "closed", at, by.person_id
    uow.record(InstructionAccepted(case_id=row.case_id, **of(row), by=actor, at=at))


def send_back(
    uow: UnitOfWork,
    *,
    instruction_id: int,
    remark: str,
    finish_by: date | None = None,
    by: Identity,
    at: datetime,
) -> None:
    """Say what is missing; the answer is kept, and another is waited for.

    :param finish_by: another day to finish by; None: as before, where that has not passed
    :raises RemarkMissing: it says nothing
    :raises FinishByPassed: the day has passed
    :raises FinishBySooner: it is before the day that holds now
    """
    row, actor = _judged(uow, instruction_id, by)
    said = instruction_rules.check_remark(remark)
    until = finish_by or row.finish_by
    instruction_rules.check_until(until, was=row.finish_by, today=day_of(at))
    kept = instruction_rules.kept(
        answer=row.answer or "",
        answered_at=row.answered_at,
        answered_by=_name(uow, row.answered_by),
        remark=said,
        by_post=author(actor),
        at=at,
    )
    row.rejections = [*row.rejections, kept]
    row.state, row.answer, row.answered_at, row.answered_by = "open", None, None, None
    row.finish_by, row.late_told_on = until, None
    fact = InstructionSentBack(case_id=row.case_id, **of(row), remark=said, finish_by=until, by=actor, at=at)
    uow.record(fact)


def withdraw(uow: UnitOfWork, *, instruction_id: int, reason: str, by: Identity, at: datetime) -> None:
    """Take back what one gave; it stays on record with the reason.

    :raises NotItsGiver: somebody else gave it
    :raises InstructionClosed: it is closed
    :raises ReasonMissing: it says nothing
    """
    row, mine = _open(uow, instruction_id, by)
    if not mine.gave_it or mine.judge_post is None:
        raise refusals.NotItsGiver(number=row.number, giver=_name(uow, row.given_by))
    if row.state == "closed":
        _check(row, "open")
    said = instruction_rules.check_reason(reason)
    row.state, row.closed_at, row.closed_by, row.withdrawn_reason = "closed", at, by.person_id, said
    actor = by.actor(mine.judge_post)
    uow.record(InstructionWithdrawn(case_id=row.case_id, **of(row), reason=said, by=actor, at=at))


def tell_overdue(uow: UnitOfWork, *, at: datetime, batch: int = BATCH) -> int:
    """Tell, once each, of those whose day has passed without an answer; return how many.

    Several may do this at once: each takes other rows.
    """
    today = day_of(at)
    found = uow.session.scalars(
        select(Instruction)
        .where(Instruction.state == "open", Instruction.finish_by < today, Instruction.late_told_on.is_(None))
        .order_by(Instruction.id)
        .limit(batch)
        .with_for_update(skip_locked=True)
    ).all()
    for row in found:
        row.late_told_on = today
        fact = InstructionOverdue(
            case_id=row.case_id,
            **of(row),
            owner=row.owner,
            finish_by=row.finish_by,
            tells=_giver(row),
            by=SYSTEM,
            at=at,
        )
        uow.record(fact)
    return len(found)


def _open(uow: UnitOfWork, instruction_id: int, by: Identity) -> tuple[Instruction, Standing]:
    row = uow.get(Instruction, instruction_id, what=N_("这份督办单"), lock=True)
    path = unit_view(uow.session, row.unit_id).path if row.unit_id is not None else ""
    mine = instruction_rules.standing(
        by, owner_id=row.owner_id, unit_id=row.unit_id, unit_path=path, given_by=row.given_by
    )
    return row, mine


def _judged(uow: UnitOfWork, instruction_id: int, by: Identity) -> tuple[Instruction, Actor]:
    row, mine = _open(uow, instruction_id, by)
    wrote_it = row.answered_by is not None and row.answered_by == by.person_id
    if not mine.judges or mine.judge_post is None or wrote_it:
        raise refusals.NotItsJudge(number=row.number)
    _check(row, "answered")
    return row, by.actor(mine.judge_post)


def _check(row: Instruction, wanted: str) -> None:
    when = row.closed_at if row.state == "closed" else row.answered_at
    instruction_rules.check_state(row.state, wanted, number=row.number or "", when=when)


def _giver(row: Instruction) -> tuple[int, ...]:
    return (row.given_by,) if row.given_by is not None else ()


def _name(uow: UnitOfWork, person_id: int | None) -> str:
    return uow.session.get_one(Person, person_id).name if person_id is not None else N_("系统")
