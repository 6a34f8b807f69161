"""What conditions and clocks ask of a dispute and its present attempt."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Attempt, Case
from mediation.casework.facts import Context, LookUp


def _column(name: str) -> LookUp:
    def look_up(session: Session, case: Case, context: Context) -> Any:
        return getattr(case, name)

    return look_up


def _trait(name: str) -> LookUp:
    def look_up(session: Session, case: Case, context: Context) -> bool:
        return bool(case.traits.get(name))

    return look_up


def department(session: Session, case: Case, context: Context) -> str:
    """Department the matter goes to first; "" for none."""
    return str(case.traits.get("department") or "")


def entry_level(session: Session, case: Case, context: Context) -> str:
    """Level at which the ladder begins or resumes."""
    return case.entry_level or case.level


def has_related(session: Session, case: Case, context: Context) -> bool:
    """Whether an open case of the same parties and matter was found at intake."""
    earlier = session.get(Case, case.prior_case_id) if case.prior_case_id else None
    return earlier is not None and earlier.closed_at is None


def level_result(session: Session, case: Case, context: Context) -> str:
    """How the last level ended; "" while one is trying."""
    return case.level_result or ""


def missed_notices(session: Session, case: Case, context: Context) -> int:
    """Notices the parties did not follow, at this level."""
    return context.attempt.missed_notices if context.attempt else 0


def accepted_at(session: Session, case: Case, context: Context) -> datetime | None:
    """Moment this level accepted the case."""
    return context.attempt.accepted_at if context.attempt else None


def first_accepted_at(session: Session, case: Case, context: Context) -> datetime | None:
    """Moment the case was first accepted, at whatever level.

    A limit that runs from acceptance (医疗纠纷预防和处理条例 36) is not won anew by passing the case
    on. What was settled and broke again is mediated anew, and counts from its own acceptance.
    """
    tries = select(Attempt.accepted_at, Attempt.result).where(Attempt.case_id == case.id)
    first, over = None, False
    for accepted, result in session.execute(tries.order_by(Attempt.seq)):
        first = accepted if over or first is None else first
        over = result == "settled"
    return first


def attempt_opened_at(session: Session, case: Case, context: Context) -> datetime:
    """Moment this level got the case."""
    return context.attempt.opened_at if context.attempt else case.reported_at


def session_on(session: Session, case: Case, context: Context) -> datetime | None:
    """Moment of the next session."""
    return context.attempt.session_on if context.attempt else None


def settled_on(session: Session, case: Case, context: Context) -> date | None:
    """Day the dispute was settled."""
    return case.settled_on


FACTS: dict[str, LookUp] = {
    **{
        name: _column(name)
        for name in (
            "risk",
            "kind",
            "difficulty",
            "source",
            "may_mediate",
            "handover_to",
            "people_count",
            "returns",
            "reported_at",
        )
    },
    **{name: _trait(name) for name in ("violence", "minor", "separate_sessions", "old_petition")},
    "department": department,
    "entry_level": entry_level,
    "has_related": has_related,
    "level_result": level_result,
    "missed_notices": missed_notices,
    "accepted_at": accepted_at,
    "first_accepted_at": first_accepted_at,
    "opened_at": attempt_opened_at,
    "attempt_opened_at": attempt_opened_at,
    "session_on": session_on,
    "settled_on": settled_on,
}
