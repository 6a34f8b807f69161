"""What people should hear of that is about no case."""

from collections import Counter
from typing import Any

from sqlalchemy import distinct, func, insert, select

from mediation.cases.model import Case
from mediation.clocks.events import CalendarCounted
from mediation.clocks.model import Clock, ClockEntry
from mediation.kernel.clock import local
from mediation.kernel.database import table_of
from mediation.kernel.sentences import say_day
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.notifications.audiences import Addressee
from mediation.notifications.model import Notice
from mediation.notifications.words import DATES_MOVED
from mediation.people.events import AbsenceSet
from mediation.people.model import Person

STANDS_IN = "{name}{first}至{last}外出，这几天的事由您代办。"


def on_absence_set(uow: UnitOfWork, fact: AbsenceSet) -> None:
    """Tell the substitute for whom and on which days they stand in (county default)."""
    if fact.substitute_id == fact.by.person_id:
        return
    year = local(fact.at).year
    first, last = (say_day(day, year=year) for day in (fact.from_on, fact.to_on))
    name = uow.get(Person, fact.person_id).name
    uow.add(
        Notice(
            person_id=fact.substitute_id,
            kind=type(fact).__name__,
            params={"absence_id": fact.absence_id},
            sentence=STANDS_IN.format(name=name, first=first, last=last),
            at=fact.at,
        )
    )


def on_calendar_counted(uow: UnitOfWork, fact: CalendarCounted) -> None:
    """Tell everybody who handles cases, once, how many of their dates the calendar moved (county default).

    Each case's own ledger says which and from when to when.
    """
    rows = [
        {
            **addressee._asdict(),
            "kind": type(fact).__name__,
            "params": {"change_id": fact.change_id, "reason": fact.reason, "cases": cases, "clocks": clocks},
            "sentence": DATES_MOVED.format(reason=fact.reason, cases=cases, clocks=clocks),
            "at": fact.at,
        }
        for addressee, (cases, clocks) in _moved(uow, fact.change_id).items()
    ]
    if rows:
        uow.session.execute(insert(table_of(Notice)), rows)


def _moved(uow: UnitOfWork, change_id: int) -> dict[Addressee, tuple[int, int]]:
    """Return by handler how many open cases, and how many of their clocks, a change moved."""
    desk = (Case.handler_id, Case.level, Case.held_by_id)
    query = (
        select(*desk, func.count(distinct(Case.id)), func.count())
        .select_from(ClockEntry)
        .join(Clock, Clock.id == ClockEntry.clock_id)
        .join(Case, Case.id == Clock.case_id)
        .where(ClockEntry.change_id == change_id, ClockEntry.was_due_on != ClockEntry.due_on)
        .where(Case.closed_at.is_(None))
        .group_by(*desk)
    )
    cases: Counter[Addressee] = Counter()
    clocks: Counter[Addressee] = Counter()
    for handler_id, level, unit_id, many_cases, many_clocks in uow.session.execute(query).tuples():
        addressee = _handler(uow, handler_id, level, unit_id)
        if addressee is not None:
            cases[addressee] += many_cases
            clocks[addressee] += many_clocks
    return {addressee: (cases[addressee], clocks[addressee]) for addressee in cases}


def _handler(uow: UnitOfWork, handler_id: int | None, level: Any, unit_id: int) -> Addressee | None:
    if handler_id is not None:
        return Addressee(person_id=handler_id)
    role = uow.locality.level(level).handler
    return Addressee(role=role, unit_id=unit_id) if role else None
