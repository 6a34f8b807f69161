"""One 督办单 as it is shown, with all that happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from mediation.cases.model import Case
from mediation.kernel.text import N_
from mediation.oversight.model import Instruction
from mediation.people.model import Person
from mediation.units.model import Unit

ORIGINS = {"chain": N_("逾期督办"), "board": N_("直接督办"), "returns": N_("多次上报下交，指定责任人")}


@dataclass(frozen=True)
class SentBack:
    """An answer that was not enough.

    :ivar answered_by: name of who answered
    :ivar by_post: who sent it back, post and name
    """

    answer: str
    answered_at: datetime | None
    answered_by: str
    remark: str
    by_post: str
    at: datetime


@dataclass(frozen=True)
class InstructionView:
    """One 督办单.

    :ivar unit_name: unit that has to answer
    :ivar given_by: who gave it, post and name
    :ivar answered_by: name of who answered
    :ivar closed_by: name of who accepted or withdrew it; "" where the work was done
    :ivar sent_back: earlier answers, the first first
    """

    id: int
    number: str
    origin: str
    case_id: int
    case_number: str
    case_title: str
    unit_name: str
    owner: str
    owner_id: int | None
    finish_by: date
    instruction: str
    given_by: str
    given_at: datetime
    state: str
    answer: str | None
    answered_at: datetime | None
    answered_by: str
    sent_back: tuple[SentBack, ...]
    closed_at: datetime | None
    closed_by: str
    withdrawn_reason: str | None

    @property
    def origin_title(self) -> str:
        """Where it comes from, in words."""
        return ORIGINS[self.origin]

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.state == "open"

    @property
    def is_answered(self) -> bool:
        """Whether the answer waits to be accepted."""
        return self.state == "answered"

    @property
    def is_withdrawn(self) -> bool:
        """Whether who gave it took it back."""
        return self.withdrawn_reason is not None

    @property
    def still_missing(self) -> str:
        """What the last answer left undone, while another is waited for; "" where none was sent back."""
        return self.sent_back[-1].remark if self.is_open and self.sent_back else ""

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without an answer."""
        return self.is_open and self.finish_by < today


@cache
def rows() -> Select[Any]:
    """Return the query of instructions with what their lines say; each row goes through :func:`view`."""
    giver, answerer, closer = aliased(Person), aliased(Person), aliased(Person)
    joined = (
        select(Instruction, Case.number, Case.title, Unit.full_name, giver.name, answerer.name, closer.name)
        .join(Case, Case.id == Instruction.case_id)
        .outerjoin(Unit, Unit.id == Instruction.unit_id)
        .outerjoin(giver, giver.id == Instruction.given_by)
        .outerjoin(answerer, answerer.id == Instruction.answered_by)
    )
    return joined.outerjoin(closer, closer.id == Instruction.closed_by)


def view(
    row: Instruction,
    case_number: str,
    case_title: str,
    unit_name: str | None,
    giver: str | None,
    answerer: str | None,
    closer: str | None,
) -> InstructionView:
    """Return a row of :func:`rows` as it is shown."""
    return InstructionView(
        id=row.id,
        number=row.number or "",
        origin=row.origin,
        case_id=row.case_id,
        case_number=case_number,
        case_title=case_title,
        unit_name=unit_name or "",
        owner=row.owner,
        owner_id=row.owner_id,
        finish_by=row.finish_by,
        instruction=row.instruction,
        given_by=f"{row.given_post}{giver or ''}",
        given_at=row.given_at,
        state=row.state,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=answerer or "",
        sent_back=tuple(_sent_back(each) for each in row.rejections),
        closed_at=row.closed_at,
        closed_by=closer or "",
        withdrawn_reason=row.withdrawn_reason,
    )


def _sent_back(kept: dict[str, Any]) -> SentBack:
    answered_at = kept.get("answered_at")
    return SentBack(
        answer=kept["answer"],
        answered_at=datetime.fromisoformat(answered_at) if answered_at else None,
        answered_by=kept["answered_by"],
        remark=kept["remark"],
        by_post=kept["by_post"],
        at=datetime.fromisoformat(kept["at"]),
    )
