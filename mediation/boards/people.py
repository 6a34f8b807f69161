"""What one person has in hand within a supervisor's area: work, cards, instructions. No rates, no ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, exists, or_, select
from sqlalchemy.orm import Session

from mediation.boards.scope import may_read
from mediation.cases.model import Case
from mediation.cases.queries import shown_text, visible_to
from mediation.casework.model import WorkItem
from mediation.clocks.model import Clock
from mediation.inbox.late_work import OVERSIGHT, Onward, onward
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_
from mediation.oversight.model import Card, Instruction, Listing
from mediation.oversight.queries.cards import RAN_OUT, became_of
from mediation.people import queries as people
from mediation.people.identity import READS_AREA, Identity
from mediation.people.queries import PersonView
from mediation.units.model import Unit
from mediation.units.paths import below

AT_MOST = 200
CARDS_LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class AboutCase:
    """A dispute something is about; ``title`` None: the reader may not open it."""

    case_id: int
    number: str
    title: str | None


@dataclass(frozen=True, kw_only=True)
class Task(AboutCase):
    """One open task.

    :ivar is_afterwards: of a closed case: its board counts it apart from what is in hand
    :ivar is_listed: its case is on a list (挂牌) now
    :ivar onward: what 督办 does meanwhile; None: it is no late step of a 督办
    """

    item_id: int
    label: str
    label_en: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    due_on: date | None
    provisional: bool
    is_late: bool
    is_afterwards: bool = False
    is_listed: bool = False
    onward: Onward | None = None


@dataclass(frozen=True, kw_only=True)
class PersonCard(AboutCase):
    """A card of the person; one whose work was done stays in the record.

    :ivar became: what became of a yellow card, in a word; "" of a red one, and while it is open
    """

    kind: str
    label: str
    due_on: date | None
    since: datetime
    is_open: bool
    is_explained: bool
    became: str = ""

    @property
    def ran_out(self) -> bool:
        """Whether its day passed and no red card follows: such a limit is a step of 督办 itself."""
        return self.became == RAN_OUT


@dataclass(frozen=True, kw_only=True)
class PersonInstruction(AboutCase):
    """A 督办单 the person has to answer."""

    id: int
    instruction_number: str | None
    text: str
    finish_by: date
    state: str
    is_late: bool


@dataclass(frozen=True)
class PersonBoard:
    """What one person has in hand.

    :ivar posts: titles of the posts held today
    """

    person: PersonView
    posts: tuple[str, ...]
    tasks: Sequence[Task]
    cards: Sequence[PersonCard]
    instructions: Sequence[PersonInstruction]

    @property
    def late_afterwards(self) -> int:
        """In how many closed cases something is late: neither in hand nor late on the board."""
        return len({each.case_id for each in self.tasks if each.is_afterwards and each.is_late})


def person_board(
    session: Session, person_id: int, *, identity: Identity, at: datetime, locality: Locality
) -> PersonBoard:
    """Return what somebody has in hand, as far as it lies in the area ``identity`` may read.

    :raises NotFound: nobody of that id is in post there, nor holds work, cards or instructions there
    """
    who = people.person(session, person_id)
    held = people.identity(session, person_id, day_of(at), locality=locality)
    own = [post for post in held.posts if post.held_by_id == person_id and post.standing_in_for is None]
    board = PersonBoard(
        person=who,
        posts=tuple(post.title for post in own),
        tasks=_tasks(session, person_id, identity, at),
        cards=_cards(session, person_id, identity, at),
        instructions=_instructions(session, person_id, identity, at),
    )
    is_below = any(may_read(identity, post.unit_path) for post in own)
    if not (is_below or board.tasks or board.cards or board.instructions):
        raise NotFound(what=N_("这位工作人员"))
    return board


def _tasks(session: Session, person_id: int, identity: Identity, at: datetime) -> list[Task]:
    listed = exists().where(Listing.case_id == Case.id, Listing.closed_at.is_(None))
    query = (
        _about(identity, WorkItem, WorkItem.unit_id, Unit.full_name, listed)
        .where(WorkItem.person_id == person_id, WorkItem.state == "open")
        .order_by(WorkItem.sort_at, WorkItem.id)
    )
    rows = session.execute(query).tuples().all()
    late = [item.id for _, _, item, *_ in rows if _is_late(item, at) and item.process == OVERSIGHT]
    goes_on = onward(session, late) if late else {}
    return [
        Task(
            **_case(session, identity, found, may_open),
            item_id=item.id,
            label=item.label,
            label_en=item.label_en,
            unit=unit,
            opened_at=item.opened_at,
            due_at=item.due_at,
            due_on=item.due_on,
            provisional=item.provisional,
            is_late=_is_late(item, at),
            is_afterwards=found.closed_at is not None,
            is_listed=is_listed,
            onward=goes_on.get(item.id),
        )
        for found, may_open, item, unit, is_listed in rows
    ]


def _is_late(item: WorkItem, at: datetime) -> bool:
    return item.late or (item.due_at is not None and item.due_at <= at)


def _cards(session: Session, person_id: int, identity: Identity, at: datetime) -> list[PersonCard]:
    """Cards of the last year, open ones of any age; voided ones count for nobody."""
    recent = or_(Card.given_at >= at - CARDS_LOOKED_BACK, Card.closed_at.is_(None))
    query = (
        _about(identity, Card, Card.unit_id, Clock)
        .join(Clock, Clock.id == Card.clock_id)
        .where(Card.person_id == person_id, Card.voided_at.is_(None), recent)
        .order_by(Card.given_at.desc(), Card.id.desc())
    )
    return [
        PersonCard(
            **_case(session, identity, found, may_open),
            kind=card.kind,
            label=card.label,
            due_on=card.due_on,
            since=card.since,
            is_open=card.closed_at is None and (card.kind == "red" or clock.state == "running"),
            is_explained=card.explanation is not None,
            became=became_of(card.kind, card.closed_at, clock),
        )
        for found, may_open, card, clock in session.execute(query)
    ]


def _instructions(
    session: Session, person_id: int, identity: Identity, at: datetime
) -> list[PersonInstruction]:
    query = (
        _about(identity, Instruction, Case.held_by_id)
        .where(Instruction.owner_id == person_id, Instruction.state != "closed")
        .order_by(Instruction.finish_by, Instruction.id)
    )
    return [
        PersonInstruction(
            **_case(session, identity, found, may_open),
            id=given.id,
            instruction_number=given.number,
            text=shown_text(session, identity, found, given.instruction) if may_open else "",
            finish_by=given.finish_by,
            state=given.state,
            is_late=given.state == "open" and given.finish_by < day_of(at),
        )
        for found, may_open, given in session.execute(query)
    ]


def _about(identity: Identity, row: Any, unit_id: Any, *more: Any) -> Select[Any]:
    """Return the query of rows in the area one may read, with the case and whether it may be opened."""
    may_open = case((visible_to(identity), True), else_=False)
    within = or_(*(below(Unit.path, path) for path in identity.paths_with(*READS_AREA)))
    return (
        select(Case, may_open, row, *more)
        .join(row, row.case_id == Case.id)
        .join(Unit, Unit.id == unit_id)
        .where(within)
        .limit(AT_MOST)
    )


def _case(session: Session, identity: Identity, found: Case, may_open: bool) -> dict[str, Any]:
    title = shown_text(session, identity, found, found.title) if may_open else None
    return {"case_id": found.id, "number": found.number, "title": title}
