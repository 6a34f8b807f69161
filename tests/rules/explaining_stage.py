"""A clock of a village, what happened to it, and the text that explains it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.due import due
from mediation.clocks.explaining import Known, as_text, explain
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.operations.settling import changes_of, settle
from tests.factories.clocks import moment

SIGNING = {1: "申请人甲", 2: "被申请人甲"}
CALENDAR = WorkCalendar()


def a_clock(start: str, amount: str = "3", unit: str = "working_day", **given: Any) -> Clock:
    """Return a clock of three working days to accept a case, begun at ``start``."""
    begun = moment(start)
    known: dict[str, Any] = {
        "title": "村级受理期限",
        "policy": "village.accept",
        "scope": "item",
        "basis": "县级默认",
        "mark": "D",
        "anchor": "opened",
        "alerts": "",
        "state": "running",
    }
    return Clock(
        case_id=1, amount=amount, unit=unit, counted_from=begun, started_at=begun, **{**known, **given}
    )


def entry(kind: str, at: str, **given: Any) -> ClockEntry:
    """Return what was done to the clock."""
    known = {"by_post": "官渡镇南岳村调委会主任", "reason": "", "evidence": "", "consents": []}
    return ClockEntry(clock_id=1, kind=kind, at=moment(at), **{**known, **given})


def told(
    clock: Clock,
    *entries: ClockEntry,
    calendar: WorkCalendar = CALENDAR,
    at: datetime | None = None,
    gone: bool = False,
    signing: dict[int, str] | None = None,
) -> str:
    """Return the text of a clock to which ``entries`` happened."""
    changes = changes_of(entries)
    if clock.state == "running":
        settle(clock, changes, calendar, after=clock.started_at)
    known = Known(
        clock=clock,
        entries=entries,
        counted=due(clock.counted_from, clock.exact_amount, clock.unit, changes, calendar),
        signing=SIGNING if signing is None else signing,
        mask=lambda text: text.replace("李甲", "申请人甲"),
        gone=gone,
        at=at,
    )
    return as_text([explain(known)])


def consent(party_id: int, form: str = "written") -> dict[str, Any]:
    """Return a party's consent to an extension."""
    return {"party_id": party_id, "given_on": "2026-09-21", "form": form, "evidence": "同意书，案卷第12页"}


def extended(*consents: dict[str, Any]) -> Sequence[ClockEntry]:
    """Return an extension by two working days."""
    given = {"amount": "2", "unit": "working_day", "reason": "还要再谈一次", "consents": list(consents)}
    return [entry("extended", "2026-09-21 10:00", due_on=date(2026, 9, 24), **given)]
