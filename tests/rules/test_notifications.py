"""The table of who hears of what names facts that exist and that can be said."""

from dataclasses import fields
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from mediation.clocks.events import ClockAlert
from mediation.kernel.actor import SYSTEM
from mediation.kernel.clock import SHANGHAI
from mediation.kernel.sentences import fact_kinds
from mediation.notifications.audiences import AUDIENCES, URGENT, is_urgent, told

ROOMS = Path(__file__).parents[2] / "mediation"


@pytest.fixture(scope="module", autouse=True)
def _every_room_s_facts() -> None:
    for found in sorted([*ROOMS.rglob("events.py"), *ROOMS.rglob("events/__init__.py")]):
        name = found.relative_to(ROOMS).with_suffix("").as_posix().removesuffix("/__init__")
        import_module(f"mediation.{name.replace('/', '.')}")


@pytest.mark.parametrize("kind", sorted(AUDIENCES))
def test_every_fact_somebody_hears_of_exists_and_has_a_sentence(kind: str) -> None:
    assert kind in fact_kinds()


def test_new_work_is_left_to_the_inbox() -> None:
    assert "WorkOpened" not in AUDIENCES


@pytest.mark.parametrize("kind", sorted(URGENT))
def test_what_is_told_at_once_is_told_to_somebody_and_says_why(kind: str) -> None:
    assert kind in AUDIENCES
    assert URGENT[kind]


def test_a_reminder_is_urgent_where_its_time_runs_out_within_a_day() -> None:
    at = datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
    given = {"case_id": 1, "clock_id": 1, "title": "", "unit": "hour", "due_on": None, "by": SYSTEM, "at": at}

    def reminder(hours: int) -> ClockAlert:
        return ClockAlert(due_at=at + timedelta(hours=hours), label="remind", attempt_id=None, **given)

    assert is_urgent(reminder(2))
    assert not is_urgent(reminder(48))
    assert not is_urgent(ClockAlert(due_at=None, label="remind", attempt_id=None, **given))


def test_what_goes_to_somebody_by_name_reaches_those_the_fact_names() -> None:
    for kind, audience in AUDIENCES.items():
        if told in audience:
            assert "tells" in {each.name for each in fields(fact_kinds()[kind])}, kind
