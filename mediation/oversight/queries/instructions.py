"""督办单: to answer, given, in one's area, of a case; and one with all that happened to it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.cases.queries.visibility import visible_to
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.oversight import instruction_rules
from mediation.oversight.instruction_rules import Standing
from mediation.oversight.model import Instruction
from mediation.oversight.queries.instruction_views import InstructionView, rows, view
from mediation.people.identity import READS_AREA, Identity
from mediation.units.model import Unit
from mediation.units.paths import below

PAGE = 30
BOXES = ("mine", "given", "area")
STATES = ("unclosed", "open", "late", "answered", "closed")


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
    query = _ordered(rows().where(*_asked(identity, box, state, words, on)), state, after)
    found = session.execute(query.limit(size + 1)).all()
    items = tuple(view(*row) for row in found[:size])
    return InstructionPage(items, _key(items[-1], state) if len(found) > size else None)


@dataclass(frozen=True)
class Total:
    """How many 督办单 (份) there are, about how many disputes (件)."""

    sheets: int
    cases: int


def total(
    session: Session, identity: Identity, *, box: str, state: str = "unclosed", words: str = "", on: date
) -> Total:
    """Count what :func:`listing` lists, all its pages together."""
    query = (
        select(func.count(Instruction.id), func.count(Instruction.case_id.distinct()))
        .join(Case, Case.id == Instruction.case_id)
        .outerjoin(Unit, Unit.id == Instruction.unit_id)
        .where(*_asked(identity, box, state, words, on))
    )
    sheets, cases = session.execute(query).one()
    return Total(sheets, cases)


def every(
    session: Session, identity: Identity, *, box: str, state: str, words: str = "", on: date, limit: int
) -> Iterator[InstructionView]:
    """Yield what :func:`listing` lists in its order, all of it; for files."""
    query = _ordered(rows().where(*_asked(identity, box, state, words, on)), state, None)
    for row in session.execute(query.limit(limit)):
        yield view(*row)


def to_answer(session: Session, identity: Identity, *, limit: int = 5) -> tuple[InstructionView, ...]:
    """Return the first of those that wait for one's own answer, by their day."""
    query = rows().where(_in_box(identity, "mine"), Instruction.state == "open", visible_to(identity))
    query = query.order_by(Instruction.finish_by, Instruction.id).limit(limit)
    return tuple(view(*row) for row in session.execute(query))


def has_given(session: Session, identity: Identity) -> bool:
    """Say whether one ever gave any, or whom one stands in for did."""
    gave = Instruction.given_by.in_(sorted(identity.person_ids))
    return session.scalar(select(Instruction.id).where(gave).limit(1)) is not None


def of_case(session: Session, case_id: int) -> tuple[InstructionView, ...]:
    """Return those of a case, oldest first."""
    query = rows().where(Instruction.case_id == case_id).order_by(Instruction.id)
    return tuple(view(*row) for row in session.execute(query))


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
    row = session.execute(rows().where(Instruction.id == instruction_id, visible_to(identity))).first()
    if row is None:
        raise NotFound(what=N_("这份督办单"))
    return view(*row)


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


def _asked(identity: Identity, box: str, state: str, words: str, on: date) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of one list; only of cases one may see."""
    yield from (_in_box(identity, box), _in_state(state, on), visible_to(identity))
    if words:
        like = f"%{words}%"
        yield or_(Instruction.number.like(like), Case.number.like(like), Instruction.owner.like(like))


def _in_box(identity: Identity, box: str) -> ColumnElement[bool]:
    if box == "given":
        return Instruction.given_by.in_(sorted(identity.person_ids))
    if box == "area":
        paths = identity.paths_with(*READS_AREA)
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
