"""The table of who hears of what names facts that exist and that can be said."""

from importlib import import_module
from pathlib import Path

import pytest

from mediation.kernel.sentences import fact_kinds
from mediation.notifications.audiences import AUDIENCES

ROOMS = Path(__file__).parents[2] / "mediation"


@pytest.fixture(scope="module", autouse=True)
def _every_room_s_facts() -> None:
    for found in sorted([*ROOMS.glob("*/events.py"), *ROOMS.glob("*/events/__init__.py")]):
        import_module(f"mediation.{found.relative_to(ROOMS).parts[0]}.events")


@pytest.mark.parametrize("kind", sorted(AUDIENCES))
def test_every_fact_somebody_hears_of_exists_and_has_a_sentence(kind: str) -> None:
    assert kind in fact_kinds()


def test_new_work_is_left_to_the_inbox() -> None:
    assert "WorkOpened" not in AUDIENCES
