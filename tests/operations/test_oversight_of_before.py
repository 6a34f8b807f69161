"""督办 begun on the diagram of before goes on right after the new one is published."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from mediation.bootstrap import known
from mediation.casework.model import ParkedStep
from mediation.clocks.model import Clock
from mediation.kernel.actor import SYSTEM
from mediation.oversight import queries
from mediation.processes.files import read_folder
from mediation.processes.operations import publish
from tests.factories.county import HOME, County

BEFORE = Path(__file__).parents[1] / "workflows" / "before" / "oversight.bpmn"
LATE = "village_accept"


def _publish(county: County, files: Mapping[str, bytes]) -> None:
    with county.system.uow() as uow:
        publish(uow, files=files, known=known(uow.locality), by=SYSTEM, at=county.at)
        uow.commit()


@pytest.fixture
def late(engine: Engine) -> tuple[County, int]:
    """A case that became late while the diagram of before was published, and the new one after it."""
    county = County(engine, at="2026-06-16 08:00")
    files = read_folder(HOME)
    _publish(county, {**files, "oversight.bpmn": BEFORE.read_bytes()})
    case_id = county.report(unit_id=county.units["village"], title="吴甲与郑乙噪声纠纷")
    county.go_to("2026-06-23 09:00")
    _publish(county, files)
    return county, case_id


def _red(county: County, case_id: int) -> list[queries.CardView]:
    with county.session() as session:
        return [card for card in queries.cards_of_case(session, case_id) if card.kind == "red"]


def test_it_has_one_red_card_and_every_rank_in_turn(late: tuple[County, int]) -> None:
    county, case_id = late

    county.do(case_id, "explain_lateness", {"explanation": "值班人手不足，今日受理。"})
    county.go_to("2026-06-26 00:00")
    assert "town_instruction" in county.open(case_id)
    county.go_to("2026-06-30 00:00")
    with county.session() as session:
        (listing,) = queries.for_case(session, case_id).listings
    assert listing.unit_name == "浏阳市"
    county.go_to("2026-07-07 00:00")

    assert "county_interview" in county.open(case_id)
    assert len(_red(county, case_id)) == 1
    assert county.running(case_id) == ["dispute", "oversight"]
    with county.session() as session:
        assert session.scalars(select(ParkedStep)).all() == []


def test_it_ends_with_the_work(late: tuple[County, int]) -> None:
    county, case_id = late

    county.do(case_id, LATE, {"decision": "accept"})

    assert county.running(case_id) == ["dispute"]
    (red,) = _red(county, case_id)
    assert (red.is_open, red.is_void) == (False, False)


def test_work_warned_of_before_gets_its_red_card_once(engine: Engine) -> None:
    county = County(engine, at="2026-06-16 08:00")
    case_id = county.report(unit_id=county.units["village"], title="吴甲与郑乙噪声纠纷")
    with county.system.uow() as uow:
        clock = uow.get(Clock, county.item(case_id, LATE).clock_id)
        clock.reminders, clock.wake_at, clock.wake_kind = [], clock.due_at, "due"
        uow.commit()

    county.go_to("2026-06-23 09:00")

    (red,) = _red(county, case_id)
    assert red.due_on == date(2026, 6, 22)
    assert county.running(case_id) == ["dispute", "oversight"]
