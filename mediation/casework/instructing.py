"""What people do with a 督办单 they may know of: nobody who must keep away, no party's name in the ledger."""

from datetime import date, datetime

from mediation.cases.model import Case
from mediation.cases.queries.visibility import may_see
from mediation.casework import bars
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.oversight import operations as oversight
from mediation.oversight.model import Instruction
from mediation.parties.queries import mask_names, parties
from mediation.people.identity import Identity


def answer_instruction(
    uow: UnitOfWork, *, instruction_id: int, answer: str, by: Identity, at: datetime
) -> None:
    """Answer it; see :func:`mediation.oversight.operations.answer`.

    :raises RecusedFromIt: or PartyToIt: whoever must keep away from the case
    """
    said = _fit(uow, _known(uow, instruction_id, by), answer)
    oversight.answer(uow, instruction_id=instruction_id, answer=said, by=by, at=at)


def accept_instruction(uow: UnitOfWork, *, instruction_id: int, by: Identity, at: datetime) -> None:
    """Accept its answer; see :func:`mediation.oversight.operations.accept`."""
    _known(uow, instruction_id, by)
    oversight.accept(uow, instruction_id=instruction_id, by=by, at=at)


def send_back_instruction(
    uow: UnitOfWork,
    *,
    instruction_id: int,
    remark: str,
    finish_by: date | None = None,
    by: Identity,
    at: datetime,
) -> None:
    """Send its answer back; see :func:`mediation.oversight.operations.send_back`."""
    said = _fit(uow, _known(uow, instruction_id, by), remark)
    oversight.send_back(uow, instruction_id=instruction_id, remark=said, finish_by=finish_by, by=by, at=at)


def withdraw_instruction(
    uow: UnitOfWork, *, instruction_id: int, reason: str, by: Identity, at: datetime
) -> None:
    """Take it back; see :func:`mediation.oversight.operations.withdraw`."""
    said = _fit(uow, _known(uow, instruction_id, by), reason)
    oversight.withdraw(uow, instruction_id=instruction_id, reason=said, by=by, at=at)


def _known(uow: UnitOfWork, instruction_id: int, by: Identity) -> Case:
    row = uow.get(Instruction, instruction_id, what=N_("这份督办单"))
    case = uow.get(Case, row.case_id)
    bars.check_person(uow.session, case.id, by.person_id)
    if not may_see(uow.session, by, case):
        raise NotFound(what=N_("这份督办单"))
    return case


def _fit(uow: UnitOfWork, case: Case, text: str) -> str:
    """Return words fit for the ledger: parties go by their aliases."""
    said = text.strip()
    return mask_names(said, parties(uow.session, case.id)) if said else ""
