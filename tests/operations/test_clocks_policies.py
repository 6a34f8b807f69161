"""Policies as published: the deadline table of 浏阳, and the dates it gives to the scripts."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mediation.clocks.calendar import WorkCalendar
from mediation.clocks.policies import Policy, UnknownPolicy, resolve
from mediation.clocks.rules import count
from mediation.kernel.unit_of_work import UnitOfWork
from tests.factories.clocks import moment
from tests.operations.case_stage import publish_tables

ORDINARY = {"kind": "neighbour", "source": "group_order", "difficulty": "ordinary", "risk": "yellow"}
TODAY = date(2026, 9, 18)


@pytest.fixture
def published(uow: UnitOfWork) -> Session:
    publish_tables(uow)
    uow.commit()
    return uow.session


def policy(session: Session, key: str, **facts: Any) -> Policy:
    return resolve(session, key, {**ORDINARY, **facts}.__getitem__, TODAY)


def due(session: Session, key: str, start: str, **facts: Any) -> datetime | date:
    known = policy(session, key, **facts)
    assert known.amount is not None
    counted = count(moment(start), known.amount, known.unit, WorkCalendar())
    return counted.due_at if known.unit == "hour" else counted.due_on


@pytest.mark.parametrize(
    ("key", "start", "facts", "expected"),
    [
        # 1
        ("grid.accept", "2026-09-18 20:15", {}, moment("2026-09-19 20:15")),
        ("grid.talk", "2026-09-18 21:00", {}, date(2026, 9, 22)),
        ("performance.visit", "2026-09-21", {"visit_number": 1}, date(2026, 10, 8)),
        # 2
        ("red.police", "2026-09-08 09:00", {}, moment("2026-09-08 09:30")),
        ("red.town", "2026-09-08 09:00", {}, moment("2026-09-08 09:30")),
        ("town.mediation", "2026-09-09", {}, date(2026, 10, 9)),
        ("confirmation.application", "2026-09-10", {}, date(2026, 10, 10)),
        ("performance.visit", "2026-09-11", {"visit_number": 1}, date(2026, 9, 28)),
        ("performance.visit", "2026-09-11", {"visit_number": 2}, date(2026, 10, 12)),
        ("performance.visit", "2026-09-11", {"visit_number": 3}, date(2026, 12, 11)),
        # 3
        ("village.accept", "2026-04-20 09:00", {}, date(2026, 4, 23)),
        ("village.mediation", "2026-04-22", {}, date(2026, 5, 22)),
        ("hearing.publication", "2026-04-30", {}, date(2026, 5, 11)),
        # 6
        ("red.police", "2026-05-09 21:30", {"kind": "family"}, moment("2026-05-09 22:00")),
        # 9
        ("department.objection", "2026-06-12", {"source": "hotline"}, date(2026, 6, 22)),
        ("village.accept", "2026-06-16", {}, date(2026, 6, 22)),
        ("oversight.explain", "2026-06-22", {}, date(2026, 6, 24)),
        ("village.mediation", "2026-06-23", {}, date(2026, 7, 23)),
        ("rating.call_back", "2026-06-26", {}, date(2026, 7, 1)),
    ],
)
def test_the_published_table_gives_the_dates_of_the_scripts(
    published: Session, key: str, start: str, facts: dict[str, Any], expected: datetime | date
) -> None:
    assert due(published, key, start, **facts) == expected


def test_a_medical_dispute_has_its_statutory_limit(published: Session) -> None:
    medical = policy(published, "county.mediation", kind="medical")

    assert (medical.amount, medical.unit, medical.scope) == (30, "working_day", "case")


def test_looks_up_only_the_facts_the_rows_of_the_policy_read(published: Session) -> None:
    asked: list[str] = []

    def facts(name: str) -> Any:
        asked.append(name)
        return {**ORDINARY, "visit_number": 1}[name]

    resolve(published, "village.accept", facts, TODAY)
    assert asked == []
    resolve(published, "performance.visit", facts, TODAY)
    assert "visit_number" in asked


def test_an_iso_duration_needs_no_table(session: Session) -> None:
    assert resolve(session, "PT30M", {}.__getitem__, TODAY).unit == "hour"


def test_refuses_a_policy_nobody_published(published: Session) -> None:
    with pytest.raises(UnknownPolicy, match=r"no\.such"):
        policy(published, "no.such")


def test_every_published_policy_says_its_basis(published: Session) -> None:
    from mediation.processes.queries import decision

    for key in sorted(decision(published, "deadlines").values_of("policy")):
        found = policy(published, key, visit_number=1)
        assert found.basis, key
        assert found.title != key, key
        assert found.mark in ("L", "S", "P", "M", "D"), key
