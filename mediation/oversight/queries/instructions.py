"""督办单: to answer, given, in one's area, of a case; and one with all that happened to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from mediation.cases.model import Case
from mediation.cases.queries.visibility import visible_to
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.oversight import instruction_rules
from mediation.oversight.instruction_rules import Standing
from mediation.oversight.model import Instruction
from mediation.people.identity import Identity
from mediation.people.model import Person
from mediation.units.model import Unit
from mediation.units.paths import below

PAGE = 30
BOXES = ("mine", "given", "area")
STATES = ("unclosed", "open", "late", "answered", "closed")
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


@dataclass(frozen=True)
class InstructionPage:
    """A page of a list.

    :ivar next: key of the next page; None on the last
    """

    items: tuple[InstructionView, ...]
    next: str | None


def listing(
    session: Session,
    identity: Identity,
    *,
    box: str = "mine",
    state: str = "unclosed",
    words: str = "",
    after: str | None = None,
    on: date,
    size: int = PAGE,
) -> InstructionPage:
    """Return a page of those of cases one may see: what is still open by its day, what is closed by when."""
    query = _rows().where(_in_box(identity, box), _in_state(state, on), visible_to(identity))
    if words:
        like = f"%{words}%"
        query = query.where(
            or_(Instruction.number.like(like), Case.number.like(like), Instruction.owner.like(like))
        )
    query = _ordered(query, state, after)
    found = session.execute(query.limit(size + 1)).all()
    items = tuple(_view(*row) for row in found[:size])
    return InstructionPage(items, _key(items[-1], state) if len(found) > size else None)


def to_answer(session: Session, identity: Identity, *, limit: int = 5) -> tuple[InstructionView, ...]:
    """Return the first of those that wait for one's own answer, by their day."""
    query = _rows().where(_in_box(identity, "mine"), Instruction.state == "open", visible_to(identity))
    query = query.order_by(Instruction.finish_by, Instruction.id).limit(limit)
    return tuple(_view(*row) for row in session.execute(query))


def of_case(session: Session, case_id: int) -> tuple[InstructionView, ...]:
    """Return those of a case, oldest first."""
    query = _rows().where(Instruction.case_id == case_id).order_by(Instruction.id)
    return tuple(_view(*row) for row in session.execute(query))


@dataclass(frozen=True)
class Running:
    """A 督办单 that is not closed yet, in a line.

    :ivar owner: who has to answer, as it reads
    """

    id: int
    number: str
    owner: str
    finish_by: date


def unclosed(session: Session, case_ids: Collection[int]) -> dict[int, tuple[Running, ...]]:
    """Return those that are not closed yet by case, the oldest first; no key where there is none."""
    query = select(
        Instruction.case_id, Instruction.id, Instruction.number, Instruction.owner, Instruction.finish_by
    ).where(Instruction.case_id.in_(case_ids), Instruction.state != "closed")
    found: dict[int, tuple[Running, ...]] = {}
    for case_id, key, number, owner, until in session.execute(query.order_by(Instruction.id)).tuples():
        found[case_id] = (*found.get(case_id, ()), Running(key, number or "", owner, until))
    return found


def instruction(session: Session, identity: Identity, instruction_id: int) -> InstructionView:
    """Return one of a case that ``identity`` may see.

    :raises NotFound: there is none, or it may not be known of
    """
    row = session.execute(_rows().where(Instruction.id == instruction_id, visible_to(identity))).first()
    if row is None:
        raise NotFound(what=N_("这份督办单"))
    return _view(*row)


def standing(session: Session, identity: Identity, instruction_id: int) -> Standing:
    """Return what ``identity`` may do with it."""
    row = session.get_one(Instruction, instruction_id)
    path = session.scalar(select(Unit.path).where(Unit.id == row.unit_id)) or ""
    return instruction_rules.standing(
        identity, owner_id=row.owner_id, unit_id=row.unit_id, unit_path=path, given_by=row.given_by
    )


def owned(identity: Identity) -> ColumnElement[bool]:
    """Return the condition that one has to answer: named, or the lead of the unit where nobody is."""
    leads = sorted({post.unit_id for post in identity.posts if post.is_lead})
    named = Instruction.owner_id.in_(sorted(identity.person_ids))
    if not leads:
        return named
    return or_(named, and_(Instruction.owner_id.is_(None), Instruction.unit_id.in_(leads)))


def _in_box(identity: Identity, box: str) -> ColumnElement[bool]:
    if box == "given":
        return Instruction.given_by.in_(sorted(identity.person_ids))
    if box == "area":
        paths = identity.paths_with("supervise")
        return or_(*(below(Unit.path, path) for path in paths)) if paths else false()
    return owned(identity)


def _in_state(state: str, on: date) -> ColumnElement[bool]:
    if state == "late":
        return and_(Instruction.state == "open", Instruction.finish_by < on)
    if state in ("open", "answered", "closed"):
        return Instruction.state == state
    return Instruction.state != "closed"


def _ordered(query: Select[Any], state: str, after: str | None) -> Select[Any]:
    """Order by the day it is due, the nearest first; what is closed by number, the newest first."""
    if state == "closed":
        query = query.order_by(Instruction.id.desc())
        return query.where(Instruction.id < int(after)) if after and after.isdecimal() else query
    query = query.order_by(Instruction.finish_by, Instruction.id)
    day, _, number = (after or "").partition(".")
    try:
        key = (date.fromisoformat(day), int(number))
    except ValueError:
        return query
    same_day = and_(Instruction.finish_by == key[0], Instruction.id > key[1])
    return query.where(or_(Instruction.finish_by > key[0], same_day))


def _key(last: InstructionView, state: str) -> str:
    return str(last.id) if state == "closed" else f"{last.finish_by.isoformat()}.{last.id}"


@cache
def _rows() -> Select[Any]:
    giver, answerer, closer = aliased(Person), aliased(Person), aliased(Person)
    joined = (
        select(Instruction, Case.number, Case.title, Unit.full_name, giver.name, answerer.name, closer.name)
        .join(Case, Case.id == Instruction.case_id)
        .outerjoin(Unit, Unit.id == Instruction.unit_id)
        .outerjoin(giver, giver.id == Instruction.given_by)
        .outerjoin(answerer, answerer.id == Instruction.answered_by)
    )
    return joined.outerjoin(closer, closer.id == Instruction.closed_by)


def _view(
    row: Instruction,
    case_number: str,
    case_title: str,
    unit_name: str | None,
    giver: str | None,
    answerer: str | None,
    closer: str | None,
) -> InstructionView:
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
