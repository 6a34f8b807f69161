"""What people ask of the clocks of a case: which run, until when, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt
from mediation.clocks import words
from mediation.clocks.book import work_calendar
from mediation.clocks.explaining import Explanation, as_data, as_text
from mediation.clocks.explaining.ending import paused_days
from mediation.clocks.explaining.reading import Explainer
from mediation.clocks.explaining.supervision import fired
from mediation.clocks.kinds import KINDS, kind_of_one
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.policies import is_of_mediation
from mediation.clocks.rules import working_days_between
from mediation.clocks.words import Sentence
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_

LEFT = N_("还剩 {days} 个工作日")
LAST_DAY = N_("今天到期")
LATE_BY = N_("已超期 {days} 个工作日")
LATE_TODAY = N_("已超期")

STATES = {"running": N_("计算中"), "paused": N_("暂停中"), "reached": N_("已届满"), "stopped": N_("已停止")}


@dataclass(frozen=True)
class ClockView:
    """One clock as the case page shows it.

    :ivar kind: index in ``kinds.KINDS``
    :ivar limit: how long, in words, e.g. 3个工作日
    :ivar until: last day or moment in words
    :ivar left: working days left or late, in words; "" where no present was given or it has ended
    :ivar paused_at: since when it stands still
    :ivar fired: of a step of 督办: that its time came, in words; such a step is never late
    :ivar why: day by day how the end came about
    :ivar explanation: the one text that the page, files and the command line show
    """

    id: int
    attempt_id: int | None
    policy: str
    kind: int
    title: str
    scope: str
    state: str
    state_title: str
    limit: Sentence
    until: str
    left: Sentence | None
    basis: str
    mark: str
    started_at: datetime
    counted_from: datetime
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    was_late: bool
    fired: Sentence | None
    paused_at: datetime | None
    paused_days: int | None
    why: tuple[Sentence, ...]
    explanation: Explanation

    @property
    def is_of_mediation(self) -> bool:
        """Whether it limits mediation itself: the parties may extend it, an appraisal pauses it."""
        return is_of_mediation(self.policy)

    @property
    def is_of_oversight(self) -> bool:
        """Whether it gives the time of a step of 督办."""
        return KINDS[self.kind].is_of_oversight

    def __str__(self) -> str:
        return as_text([self.explanation])

    def as_data(self) -> Mapping[str, Any]:
        """Return the view as JSON-able data."""
        return {
            "title": self.title,
            "policy": self.policy,
            "state": self.state,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "provisional": self.provisional,
            "late": self.was_late,
            "basis": self.basis,
            "why": [str(sentence) for sentence in self.why],
            "explanation": as_data(self.explanation),
        }


def for_case(
    session: Session, case_id: int, at: datetime | None = None, *, ended: bool = True, in_full: bool = False
) -> list[ClockView]:
    """Return every clock of a case with its reasons: running ones first, the soonest first; 督办 last.

    :param at: the present, to say what is left; None leaves that out
    :param ended: those stopped too, of which a long dispute has many
    :param in_full: every date of the explanations with its year, as a paper for the file has it
    """
    query = select(Clock).where(Clock.case_id == case_id)
    clocks = session.scalars(query if ended else query.where(Clock.state != "stopped")).all()
    entries = _entries(session, [clock.id for clock in clocks])
    explainer = Explainer(session, case_id, at, in_full=in_full)
    views = [
        _view(explainer, clock, entries.get(clock.id, ()), _left(session, clock, at)) for clock in clocks
    ]
    return sorted(views, key=_order)


def for_paper(session: Session, case_id: int, at: datetime | None = None) -> list[ClockView]:
    """Return every clock as a paper lists them: those that run first, kind by kind, the soonest first."""
    found = for_case(session, case_id, at, in_full=True)
    return sorted(found, key=lambda view: (view.state == "stopped", view.kind))


def count_ended(session: Session, case_id: int) -> int:
    """Return how many clocks of a case were stopped."""
    query = select(func.count()).where(Clock.case_id == case_id, Clock.state == "stopped")
    return session.scalar(query) or 0


def of_attempt(session: Session, attempt_id: int) -> list[Clock]:
    """Return the statutory clocks an attempt works against that have not been stopped.

    Its own, and a limit of the kind (medical: 30 working days) that an earlier attempt of the case
    started; not limits of the whole case, which began with the report.
    """
    case_id = select(Attempt.case_id).where(Attempt.id == attempt_id).scalar_subquery()
    own = (Clock.attempt_id == attempt_id) & (Clock.scope == "attempt")
    of_the_kind = (Clock.case_id == case_id) & (Clock.scope == "case") & Clock.attempt_id.is_not(None)
    query = select(Clock).where(own | of_the_kind, Clock.state != "stopped").order_by(Clock.id)
    return list(session.scalars(query))


def left(session: Session, *, due_on: date | None, due_at: datetime | None, at: datetime) -> Sentence | None:
    """Return how much time is left in words, counted in working days."""
    if due_on is None or due_at is None:
        return None
    days = working_days_between(day_of(at), due_on, work_calendar(session))
    if due_at <= at:
        return Sentence(LATE_BY, {"days": -days}) if days < 0 else Sentence(LATE_TODAY)
    return Sentence(LEFT, {"days": days}) if day_of(at) < due_on else Sentence(LAST_DAY)


def _entries(session: Session, clock_ids: Sequence[int]) -> Mapping[int, list[ClockEntry]]:
    found: dict[int, list[ClockEntry]] = {}
    query = select(ClockEntry).where(ClockEntry.clock_id.in_(clock_ids)).order_by(ClockEntry.id)
    for entry in session.scalars(query):
        found.setdefault(entry.clock_id, []).append(entry)
    return found


def _left(session: Session, clock: Clock, at: datetime | None) -> Sentence | None:
    if at is None or clock.state not in ("running", "reached"):
        return None
    return left(session, due_on=clock.due_on, due_at=clock.due_at, at=at)


def _view(
    explainer: Explainer, clock: Clock, entries: Sequence[ClockEntry], time_left: Sentence | None
) -> ClockView:
    counted = explainer.count(clock, entries)
    return ClockView(
        id=clock.id,
        attempt_id=clock.attempt_id,
        policy=clock.policy,
        kind=(kind := kind_of_one(clock)),
        title=clock.title,
        scope=clock.scope,
        state=clock.state,
        state_title=STATES[clock.state],
        limit=words.limit_of(clock.amount, clock.unit),
        until=words.last(clock.due_on, clock.due_at, clock.unit),
        left=time_left,
        basis=clock.basis,
        mark=clock.mark,
        started_at=clock.started_at,
        counted_from=clock.counted_from,
        due_on=clock.due_on,
        due_at=clock.due_at,
        provisional=clock.provisional,
        was_late=clock.reached_at is not None and not KINDS[kind].is_of_oversight,
        fired=fired(clock),
        paused_at=clock.paused_at if clock.state == "paused" else None,
        paused_days=paused_days(clock, explainer.at),
        why=tuple(words.steps(counted)) if counted else (),
        explanation=explainer.explain(clock, entries, counted),
    )


def _order(view: ClockView) -> tuple[bool, bool, float]:
    ended = view.state == "stopped"
    return ended, view.is_of_oversight, view.due_at.timestamp() if view.due_at else 0.0
