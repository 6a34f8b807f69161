"""The tables say what the law and the county's practice say, row by row, with their basis."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mediation.clocks.policies import choose
from mediation.clocks.rules import Unit
from mediation.engine.decisions import DecisionTable, read_decisions
from mediation.engine.definition import read_definition
from mediation.processes.files import read_folder

HOME = Path(__file__).parents[2] / "workflows" / "liuyang"
ON = date(2026, 9, 18)
MARKS = {"L", "S", "P", "M", "D"}
LIMITS = [
    ("grid.accept", {}, 24, Unit.HOUR),
    ("grid.talk", {}, 3, Unit.WORKING_DAY),
    ("branch.accept", {}, 1, Unit.WORKING_DAY),
    ("village.accept", {}, 3, Unit.WORKING_DAY),
    ("village.mediation", {"kind": "neighbour"}, 1, Unit.MONTH),
    ("town.mediation", {"kind": "medical"}, 30, Unit.WORKING_DAY),
    ("town.mediation", {"kind": "labour"}, 15, Unit.CALENDAR_DAY),
    ("village.mediation", {"source": "court"}, 30, Unit.CALENDAR_DAY),
    ("county.conference", {}, 7, Unit.WORKING_DAY),
    ("department.objection", {"source": "hotline"}, 5, Unit.WORKING_DAY),
    ("whistle.report_in", {"risk": "red"}, 2, Unit.HOUR),
    ("whistle.report_in", {"risk": "yellow"}, 24, Unit.HOUR),
    ("hearing.publication", {}, 5, Unit.WORKING_DAY),
    ("confirmation.application", {}, 30, Unit.CALENDAR_DAY),
    ("performance.visit", {"visit_number": 1}, 15, Unit.CALENDAR_DAY),
    ("performance.visit", {"visit_number": 2}, 1, Unit.MONTH),
    ("performance.visit", {"visit_number": 3}, 3, Unit.MONTH),
    ("protection.weekly_visit", {"visit_number": 3}, 21, Unit.CALENDAR_DAY),
    ("oversight.explain", {}, 2, Unit.WORKING_DAY),
    ("oversight.interview", {}, 10, Unit.WORKING_DAY),
    ("rating.call_back", {}, 3, Unit.WORKING_DAY),
    ("case.cap", {}, 90, Unit.CALENDAR_DAY),
]


@pytest.fixture(scope="module")
def tables() -> Mapping[str, DecisionTable]:
    return read_decisions(read_folder(HOME))


def _first(table: DecisionTable, **inputs: Any) -> Mapping[str, Any]:
    return table.decide(dict.fromkeys(table.inputs, None) | inputs)[0]


@pytest.mark.parametrize(("policy", "facts", "amount", "unit"), LIMITS)
def test_a_limit_is_as_long_as_the_rule_says(
    tables: Mapping[str, DecisionTable], policy: str, facts: dict[str, Any], amount: int, unit: Unit
) -> None:
    chosen = choose(tables["deadlines"], policy, facts.get, ON)

    assert (chosen.amount, chosen.unit) == (Decimal(amount), unit)


def test_the_red_alert_is_answered_in_half_an_hour(tables: Mapping[str, DecisionTable]) -> None:
    chosen = choose(tables["deadlines"], "red.police", {}.get, ON)

    assert (chosen.amount, chosen.unit) == (Decimal("0.5"), Unit.HOUR)


def test_every_deadline_a_diagram_names_has_a_row_that_always_fits(
    tables: Mapping[str, DecisionTable],
) -> None:
    definition = read_definition(read_folder(HOME))
    named = {each.due_policy or each.timer for each in definition.elements.values()} - {None}

    for policy in sorted(policy for policy in named if policy):
        assert choose(tables["deadlines"], policy, {"visit_number": 1}.get, ON).title


def test_every_row_names_its_basis(tables: Mapping[str, DecisionTable]) -> None:
    rows = [
        dict(zip(table.outputs, row.values, strict=True)) for table in tables.values() for row in table.rows
    ]

    assert all(row["basis"] and row["mark"] in MARKS for row in rows)


@pytest.mark.parametrize(
    "sign",
    ["violence", "minor", "kill_threat", "suicide_threat", "weapon", "earlier_violence", "forced_demolition"],
)
def test_a_grave_sign_turns_the_case_red(tables: Mapping[str, DecisionTable], sign: str) -> None:
    found = _first(tables["risk"], people_count=2, difficulty="ordinary", **{sign: True})

    assert found["risk"] == "red"


@pytest.mark.parametrize(
    ("people", "risk"), [(2, "yellow"), (9, "yellow"), (10, "orange"), (29, "orange"), (30, "red")]
)
def test_a_crowd_raises_the_risk(tables: Mapping[str, DecisionTable], people: int, risk: str) -> None:
    assert _first(tables["risk"], people_count=people, difficulty="ordinary")["risk"] == risk


def test_all_signs_are_named_the_gravest_first(tables: Mapping[str, DecisionTable]) -> None:
    inputs = dict.fromkeys(tables["risk"].inputs, None)
    found = tables["risk"].decide(inputs | {"brawl": True, "weapon": True, "people_count": 3})

    assert [row["risk"] for row in found] == ["red", "orange", "yellow"]


@pytest.mark.parametrize(
    ("given", "may", "to", "level"),
    [
        ({"crime": True}, False, "police", ""),
        ({"violence": True, "risk": "red"}, False, "police", ""),
        ({"in_court": True}, False, "court", ""),
        ({"in_court": True, "source": "court"}, True, "", "town"),
        ({"agency_only": True}, False, "agency", ""),
        ({"status_only": True}, False, "court", ""),
        ({"risk": "red", "kind": "housing"}, True, "", "town"),
        ({"kind": "medical"}, True, "", "county"),
        ({"kind": "labour"}, True, "", "town"),
        ({"difficulty": "major"}, True, "", "town"),
        ({"separate_sessions": True, "kind": "family"}, True, "", "town"),
        ({"reported_level": "county", "kind": "labour"}, True, "", ""),
        ({"kind": "neighbour", "reported_level": "grid"}, True, "", ""),
    ],
)
def test_a_case_goes_where_it_belongs(
    tables: Mapping[str, DecisionTable], given: dict[str, Any], may: bool, to: str, level: str
) -> None:
    found = _first(tables["routing"], **given)

    assert (found["may_mediate"], found["handover_to"] or "", found["entry_level"] or "") == (may, to, level)
