"""What lists and forms show of a task: frozen, never a row."""

from dataclasses import dataclass
from datetime import date, datetime

COUNT_CAP = 1000
INTERVIEW = "county_interview"


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One task as an inbox or a form page shows it.

    :ivar case_title: as this viewer may read it
    :ivar kind: kind of its case
    :ivar level: level that holds its case now
    :ivar parent_id: 会签: the task on which this one asks a co-signer
    :ivar cosigns_open: co-signers who have not answered yet
    :ivar delegated_by_id: 委派: whose it stays while ``person_id`` works on it
    :ivar follow_up_on: day its holder wants to see it again; not a deadline
    :ivar standing_in_for: who is away, where it is on this viewer's desk only as their substitute
    :ivar paused_at: since when its time limit stands still; None: it runs, or there is none
    :ivar may_do: it lies on this viewer's desk, or is theirs to claim
    """

    id: int
    case_id: int
    case_number: str
    case_title: str
    risk: str
    kind: str
    level: str
    process: str
    element: str
    digest: str
    label: str
    label_en: str
    form_key: str | None
    role: str
    unit_id: int
    unit_name: str
    diverted_from: str | None
    diverted_from_role: str | None
    person_id: int | None
    person_name: str | None
    task_level: str | None
    due_at: datetime | None
    due_on: date | None
    provisional: bool
    late: bool
    is_mine: bool
    may_do: bool
    state: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by_name: str | None
    parent_id: int | None
    cosigns_open: int
    delegated_by_id: int | None
    delegated_by_name: str | None
    follow_up_on: date | None
    standing_in_for: str | None = None
    clock_id: int | None = None
    paused_at: datetime | None = None

    def is_overdue(self, at: datetime) -> bool:
        """Say whether its time was up at ``at``."""
        return self.is_open and self.due_at is not None and self.due_at <= at

    @property
    def is_open(self) -> bool:
        """Say whether it still waits to be done."""
        return self.state == "open"

    @property
    def is_cosign(self) -> bool:
        """Say whether it asks a co-signer for an answer instead of moving the case."""
        return self.parent_id is not None

    @property
    def is_interview(self) -> bool:
        """Say whether it is to talk to whoever was late (约谈)."""
        return self.form_key == INTERVIEW

    @property
    def is_delegated(self) -> bool:
        """Say whether it lies with somebody who works on it for its owner."""
        return self.delegated_by_id is not None

    @property
    def may_complete(self) -> bool:
        """Say whether this viewer could complete it now, as far as desks go."""
        return self.may_do and not (self.is_cosign or self.is_delegated or self.cosigns_open)


@dataclass(frozen=True)
class Page:
    """A page of tasks; ``next`` is the key of the page after it, or None."""

    items: tuple[ItemView, ...]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many tasks each box holds, counted up to a cap."""

    mine: int
    unit: int
    today: int
    late: int
    waiting: int
    followed: int
    done: int

    def shown(self, box: str) -> str:
        """Return the count as people read it, "1000+" above the cap."""
        return shown(int(getattr(self, box)))


def shown(count: int) -> str:
    """Return a capped count as people read it."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)
