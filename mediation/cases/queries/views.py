"""Disputes as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mediation.parties.queries import ShownParty


@dataclass(frozen=True)
class AttemptView:
    """One level's try."""

    id: int
    seq: int
    level: str
    unit_id: int
    unit: str
    opened_at: datetime
    accepted_at: datetime | None
    rights_told_on: date | None
    missed_notices: int
    session_on: datetime | None
    result: str | None
    result_title: str | None
    reason: str | None
    closed_at: datetime | None
    mediators: tuple[str, ...]
    recorder: str | None

    @property
    def is_open(self) -> bool:
        """Whether this level is still trying."""
        return self.closed_at is None


@dataclass(frozen=True)
class ReceiptView:
    """One hop and its receipt."""

    id: int
    direction: str
    direction_title: str
    sender: str | None
    receiver: str
    reason: str
    papers: tuple[str, ...]
    sent_at: datetime
    received_at: datetime | None
    number: str | None


@dataclass(frozen=True)
class RatingView:
    """What a party thought of it; ``score`` None: not rated."""

    party_id: int
    party: str
    score: int | None
    remark: str | None
    called_back_at: datetime | None


@dataclass(frozen=True)
class RecordView:
    """Answers given to one task, names replaced as the viewer may see them."""

    id: int
    element: str
    form_key: str | None
    answers: dict[str, Any]
    by_post: str
    at: datetime


@dataclass(frozen=True)
class CaseLine:
    """A dispute in a list."""

    id: int
    number: str
    title: str
    kind: str
    kind_title: str
    risk: str
    risk_title: str
    level: str
    unit: str
    held_by: str
    reported_at: datetime
    outcome: str | None
    outcome_title: str | None

    @property
    def is_closed(self) -> bool:
        """Whether it has an outcome."""
        return self.outcome is not None


@dataclass(frozen=True)
class CasePage:
    """Some disputes, the newest first; ``next`` is the key to go on after, None at the end."""

    items: tuple[CaseLine, ...]
    next: int | None


@dataclass(frozen=True)
class CaseView:
    """One dispute as one viewer may see it.

    :ivar traits: keys of what was named at intake and holds
    """

    id: int
    number: str
    title: str
    story: str
    place: str
    plot: str | None
    kind: str
    kind_title: str
    difficulty: str
    difficulty_title: str
    risk: str
    risk_title: str
    source: str
    source_title: str
    people_count: int
    amount_fen: int | None
    traits: tuple[str, ...]
    origin: str
    unit_id: int
    unit: str
    held_by_id: int
    held_by: str
    level: str
    entry_level: str | None
    may_mediate: bool
    handler_id: int | None
    handler: str | None
    reporter: str | None
    reported_at: datetime
    limitation_interrupted_on: date | None
    merged_into: str | None
    merged_into_id: int | None
    prior: str | None
    prior_id: int | None
    outcome: str | None
    outcome_title: str | None
    closed_at: datetime | None
    archived_at: datetime | None
    settled_on: date | None
    returns: int
    parties: tuple[ShownParty, ...]

    @property
    def is_closed(self) -> bool:
        """Whether it has an outcome."""
        return self.closed_at is not None

    @property
    def is_archived(self) -> bool:
        """Whether it is read-only."""
        return self.archived_at is not None

    @property
    def is_red(self) -> bool:
        """Whether it is a red case."""
        return self.risk == "red"

    @property
    def amount_yuan(self) -> Decimal | None:
        """Money in dispute, in yuan."""
        return None if self.amount_fen is None else Decimal(self.amount_fen) / 100
