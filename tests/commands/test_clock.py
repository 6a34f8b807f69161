"""`mediation clock` and `mediation incidents`: why a date is what it is, and what failed tried again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mediation.casework.steps import all_steps
from mediation.clocks.explaining import as_text
from mediation.clocks.model import Clock
from mediation.clocks.queries import for_case
from mediation.kernel.clock import SystemClock
from mediation.kernel.database import open_engine
from tests.factories.county import County
from web.cli import main

Said = tuple[int, str]


@pytest.fixture
def run(database: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command on the county's database; return its code and all that it said."""

    def _run(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    assert _run("init", "--no-publish")[0] == 0
    return _run


@pytest.fixture
def county(run: Callable[..., Said], database: Path) -> Iterator[County]:
    engine = open_engine(f"sqlite:///{database}")
    yield County(engine, at="2026-09-01 09:00")
    engine.dispose()


def a_broken_step(county: County) -> int:
    """Report a dispute while its risk cannot be assessed; return its id."""
    steps, real = all_steps(), all_steps()["intake.assess_risk"]
    steps["intake.assess_risk"] = lambda act: 1 / 0
    try:
        return county.report(unit_id=county.units["village"])
    finally:
        steps["intake.assess_risk"] = real


def test_explain_prints_what_the_page_says(run: Callable[..., Said], county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    with county.session() as session:
        told = as_text(each.explanation for each in for_case(session, case_id, SystemClock().now()))

    code, said = run("clock", "explain", county.case(case_id).number)

    assert (code, said) == (0, f"{told}\n")
    assert "哪些日子不算" in run("clock", "explain", county.case(case_id).number, "--json")[1]


def test_a_parked_deadline_is_fired_by_hand(run: Callable[..., Said], county: County) -> None:
    case_id = county.report(unit_id=county.units["village"])
    clock_id = county.item(case_id, "village_accept").clock_id
    with county.system.uow() as uow:
        clock = uow.session.get_one(Clock, clock_id)
        clock.failures, clock.failed_at, clock.failure = 1, county.at, "KeyError: 'x'"
        uow.commit()
    assert f"{clock_id}: case {case_id}" in run("clock", "parked")[1]

    assert run("clock", "retry")[0] == 2
    assert run("clock", "retry", str(clock_id)) == (0, "1 fired, 0 failed again\n")

    assert run("clock", "parked") == (0, "no deadline is parked\n")
    assert "已经处理过了" in run("clock", "retry", str(clock_id))[1]


def test_a_parked_step_is_tried_again_by_hand(run: Callable[..., Said], county: County) -> None:
    a_broken_step(county)
    code, said = run("incidents", "list")
    assert (code, said.count("ZeroDivisionError")) == (0, 1)

    assert run("incidents", "retry", "--all") == (0, "1 went through, 0 failed again\n")

    assert run("incidents", "list") == (0, "no step is parked\n")
    assert county.open(1) == ["village_accept"]


def test_a_step_that_fails_again_is_said_and_kept(run: Callable[..., Said], county: County) -> None:
    a_broken_step(county)
    steps, real = all_steps(), all_steps()["intake.assess_risk"]
    steps["intake.assess_risk"] = lambda act: 1 / 0
    try:
        code, said = run("incidents", "retry", "1")
    finally:
        steps["intake.assess_risk"] = real

    assert code == 1
    assert "0 went through, 1 failed again" in said
    assert "failed 2 times" in run("incidents", "list")[1]
