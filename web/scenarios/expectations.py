"""Compares what a script expects with what is; each difference as (expected, found)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mediation.cases.model import Case
from mediation.casework.model import ProcessInstance, WorkItem
from mediation.clocks.model import Clock
from mediation.documents.queries import for_case
from mediation.kernel.clock import local
from mediation.ledger.model import LedgerLine
from mediation.people.model import Person
from web.scenarios import facts, seeing
from web.scenarios.given import role_of
from web.scenarios.script import BadScript, Step, moment
from web.scenarios.stage import Stage

Pair = tuple[str, str]
Check = Callable[[Stage, Session, Case, Any], Iterable[Pair]]
TASK_KEYS = {"task", "role", "unit", "due", "person", "late", "provisional", "diverted"}
CLOCK_KEYS = {"policy", "due", "state", "provisional", "title"}


def check(stage: Stage, step: Step) -> list[Pair]:
    """Return every difference between what ``step`` expects and what is."""
    if not step.expect:
        return []
    with stage.system.session() as session:
        case = session.get_one(Case, stage.case_id(step.case))
        return [
            pair for key, wanted in step.expect.items() for pair in CHECKS[key](stage, session, case, wanted)
        ]


def open_items(session: Session, case: Case) -> list[WorkItem]:
    """Return the open tasks of the case in the order they were opened."""
    query = select(WorkItem).where(WorkItem.case_id == case.id, WorkItem.state == "open")
    return list(session.scalars(query.order_by(WorkItem.id)).all())


def _open(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    items = open_items(session, case)
    for each in _listed(wanted):
        asked = {"task": each} if isinstance(each, str) else each
        _known(asked, TASK_KEYS, "open")
        same = [item for item in items if item.element == asked["task"]]
        if not same:
            yield f"{asked['task']} open", _names(items)
            continue
        best = min((list(_task_differences(stage, session, item, asked)) for item in same), key=len)
        for expected, found in best:
            yield f"{asked['task']}: {expected}", found


def _task_differences(
    stage: Stage, session: Session, item: WorkItem, asked: Mapping[str, Any]
) -> Iterable[Pair]:
    locality = stage.system.locality
    if "role" in asked and role_of(locality, asked["role"]).key != item.role:
        yield f"role {asked['role']}", locality.role(item.role).title
    if "unit" in asked and stage.unit(session, str(asked["unit"])).id != item.unit_id:
        from mediation.units.model import Unit

        yield f"unit {asked['unit']}", session.get_one(Unit, item.unit_id).full_name
    if "person" in asked:
        found = session.get(Person, item.person_id) if item.person_id else None
        if (found.name if found else None) != asked["person"]:
            yield f"person {asked['person']}", found.name if found else "nobody named"
    if "due" in asked:
        yield from _due("due", asked["due"], item.due_on, item.due_at)
    for flag in ("late", "provisional"):
        if flag in asked and bool(asked[flag]) != getattr(item, flag):
            yield f"{flag} {asked[flag]}", str(getattr(item, flag))
    if "diverted" in asked and bool(asked["diverted"]) != (item.diverted_from_role is not None):
        yield f"diverted {asked['diverted']}", str(item.diverted_from_role)


def _due(word: str, wanted: Any, due_on: date | None, due_at: datetime | None) -> Iterable[Pair]:
    """Compare a day with the last day in time, a moment with the moment at which it is late."""
    if wanted in (None, "none"):
        if due_on is not None:
            yield f"no {word}", due_on.isoformat()
    elif len(str(wanted)) > 10:
        if due_at is None or due_at != moment(wanted):
            yield f"{word} {wanted}", f"{local(due_at):%Y-%m-%d %H:%M}" if due_at else "none"
    elif due_on is None or due_on.isoformat() != str(wanted):
        yield f"{word} {wanted}", due_on.isoformat() if due_on else "none"


def _only_open(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    items = open_items(session, case)
    if sorted(item.element for item in items) != sorted(_listed(wanted)):
        yield f"exactly {', '.join(_listed(wanted)) or 'nothing'} open", _names(items)


def _not_open(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    found = {item.element for item in open_items(session, case)} & set(_listed(wanted))
    if found:
        yield f"{', '.join(sorted(found))} not open", "open"


def _nothing_open(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    items = open_items(session, case)
    if bool(wanted) != (not items):
        yield "nothing open" if wanted else "something open", _names(items)


def _clocks(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    clocks = session.scalars(select(Clock).where(Clock.case_id == case.id).order_by(Clock.id)).all()
    for asked in wanted:
        _known(asked, CLOCK_KEYS, "clocks")
        same = [clock for clock in clocks if clock.policy == asked["policy"]]
        if not same:
            yield (
                f"clock {asked['policy']}",
                ", ".join(dict.fromkeys(clock.policy for clock in clocks)) or "none",
            )
            continue
        best = min((list(_clock_differences(clock, asked)) for clock in reversed(same)), key=len)
        for expected, found in best:
            yield f"{asked['policy']}: {expected}", found


def _clock_differences(clock: Clock, asked: Mapping[str, Any]) -> Iterable[Pair]:
    if "due" in asked:
        yield from _due("due", asked["due"], clock.due_on, clock.due_at)
    for key in ("state", "provisional", "title"):
        if key in asked and asked[key] != getattr(clock, key):
            yield f"{key} {asked[key]}", str(getattr(clock, key))


def _case(stage: Stage, session: Session, case: Case, wanted: Mapping[str, Any]) -> Iterable[Pair]:
    columns = {column.key for column in Case.__table__.columns}
    shown = {"closed": case.closed_at is not None, "archived": case.archived_at is not None, **case.traits}
    for key, value in wanted.items():
        if key not in columns | shown.keys():
            raise BadScript(f"a case has no {key}")
        found = getattr(case, key) if key in columns else shown[key]
        if found != value and str(found) != str(value):
            yield f"case {key} {value}", str(found)


def _outcome(stage: Stage, session: Session, case: Case, wanted: str) -> Iterable[Pair]:
    words = {row["key"]: row["title"] for row in stage.system.locality.settings["taxonomy"]["outcomes"]}
    said = words.get(case.outcome or "", "none")
    if wanted not in (case.outcome, said):
        yield f"outcome {wanted}", f"{case.outcome} ({said})"


def _papers(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    held = {word for paper in for_case(session, case.id) for word in (paper.kind, paper.title)}
    missing = [each for each in _listed(wanted) if each not in held]
    if missing:
        yield f"papers {', '.join(missing)}", ", ".join(sorted(held)) or "none"


def _no_papers(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    held = {word for paper in for_case(session, case.id) for word in (paper.kind, paper.title)}
    if held & set(_listed(wanted)):
        yield f"no papers {', '.join(sorted(held & set(_listed(wanted))))}", "issued"


def _sentences(session: Session, case: Case) -> list[str]:
    query = select(LedgerLine.sentence).where(LedgerLine.case_id == case.id).order_by(LedgerLine.seq)
    return list(session.scalars(query).all())


def _ledger(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    lines = _sentences(session, case)
    for part in map(str, _listed(wanted)):
        if not any(part in line for line in lines):
            yield f"“{part}” in the ledger", "; ".join(lines[-8:]) or "no line"


def _ledger_not(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    for part in map(str, _listed(wanted)):
        for line in _sentences(session, case):
            if part in line:
                yield f"“{part}” nowhere in the ledger", line


def _inbox(stage: Stage, session: Session, case: Case, wanted: Mapping[str, Any]) -> Iterable[Pair]:
    for who, tasks in wanted.items():
        found = seeing.inbox(stage, session, who, case)
        if sorted(found) != sorted(_listed(tasks)):
            yield f"inbox of {who}: {', '.join(_listed(tasks)) or 'empty'}", ", ".join(found) or "empty"


def _sees(stage: Stage, session: Session, case: Case, wanted: Mapping[str, Any]) -> Iterable[Pair]:
    for who, parts in wanted.items():
        text = seeing.everything(stage, session, who, case)
        for part in map(str, _listed(parts)):
            if part not in text:
                yield f"{who} sees {part}", "not there"


def _sees_not(stage: Stage, session: Session, case: Case, wanted: Mapping[str, Any]) -> Iterable[Pair]:
    for who, parts in wanted.items():
        text = seeing.everything(stage, session, who, case)
        for part in map(str, _listed(parts)):
            if part in text:
                yield f"{who} does not see {part}", next(line for line in text.splitlines() if part in line)


def _facts(stage: Stage, session: Session, case: Case, wanted: Mapping[str, Any]) -> Iterable[Pair]:
    for name, value in wanted.items():
        found = facts.fact(stage, session, case, name)
        if found != value and str(found) != str(value):
            yield f"{name} is {value}", str(found)


def _running(stage: Stage, session: Session, case: Case, wanted: Any) -> Iterable[Pair]:
    query = select(ProcessInstance.process).where(
        ProcessInstance.case_id == case.id, ProcessInstance.finished_at.is_(None)
    )
    found = sorted(session.scalars(query).all())
    if found != sorted(_listed(wanted)):
        yield f"running {', '.join(_listed(wanted)) or 'nothing'}", ", ".join(found) or "nothing"


def _listed(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list) else [wanted] if wanted else []


def _known(asked: Mapping[str, Any], keys: set[str], place: str) -> None:
    unknown = asked.keys() - keys
    if unknown:
        raise BadScript(
            f"expect {place}: unknown {', '.join(sorted(unknown))}; known are {', '.join(sorted(keys))}"
        )


def _names(items: Iterable[WorkItem]) -> str:
    return ", ".join(f"{item.element} ({item.role})" for item in items) or "nothing open"


CHECKS: Mapping[str, Check] = {
    "open": _open,
    "only_open": _only_open,
    "not_open": _not_open,
    "nothing_open": _nothing_open,
    "clocks": _clocks,
    "case": _case,
    "outcome": _outcome,
    "papers": _papers,
    "no_papers": _no_papers,
    "ledger": _ledger,
    "ledger_not": _ledger_not,
    "inbox": _inbox,
    "sees": _sees,
    "sees_not": _sees_not,
    "facts": _facts,
    "running": _running,
}
