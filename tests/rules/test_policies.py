"""Which time limit applies: rows of the deadline table, dates in force, ISO durations."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mediation.clocks.policies import BadPolicy, UnknownPolicy, choose, read_duration
from mediation.clocks.rules import BadAmount, Unit, UnknownUnit

TODAY = date(2026, 9, 18)
ACCEPT = {"amount": "3", "unit": "working_day", "title": "村级受理期限"}


class Rows:
    """A decision table in memory; keeps what it was asked."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = rows
        self.asked: Mapping[str, Any] = {}

    def decide(self, inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
        self.asked = inputs
        return list(self.rows)


def facts(name: str) -> Any:
    return {"kind": "medical", "risk": "yellow"}[name]


def test_asks_the_table_for_the_facts_of_the_case() -> None:
    rows = Rows(ACCEPT)

    choose(rows, "village.accept", facts, TODAY)

    assert rows.asked == {
        "policy": "village.accept",
        "kind": "medical",
        "risk": "yellow",
        "source": None,
        "difficulty": None,
        "visit_number": None,
    }


def test_reads_a_full_row() -> None:
    row = {
        "amount": "1",
        "unit": "month",
        "scope": "attempt",
        "anchor": "accepted_at",
        "alerts": "remind:+15 calendar_day; remind:+25 calendar_day",
        "chain": "oversight",
        "title": "村级调解期限",
        "basis": "人民调解工作若干规定 33",
        "mark": "[P]",
        "in_force_from": "2002-11-01",
        "in_force_to": "",
    }

    policy = choose(Rows(row), "village.mediation", facts, TODAY)

    assert (policy.amount, policy.unit, policy.scope, policy.anchor) == (
        1,
        Unit.MONTH,
        "attempt",
        "accepted_at",
    )
    assert (policy.chain, policy.mark, policy.title) == ("oversight", "P", "村级调解期限")
    assert [alert.label for alert in policy.alerts] == ["remind", "remind"]


def test_takes_the_row_in_force_on_the_day() -> None:
    old = {**ACCEPT, "amount": "5", "in_force_to": "2026-08-31"}
    new = {**ACCEPT, "in_force_from": "2026-09-01"}

    assert choose(Rows(old, new), "village.accept", facts, date(2026, 8, 31)).amount == 5
    assert choose(Rows(old, new), "village.accept", facts, date(2026, 9, 1)).amount == 3


def test_the_first_row_that_fits_counts() -> None:
    special = {**ACCEPT, "amount": "30", "title": "医疗纠纷"}

    assert choose(Rows(special, ACCEPT), "village.mediation", facts, TODAY).title == "医疗纠纷"


def test_refuses_a_policy_without_a_row_in_force() -> None:
    with pytest.raises(UnknownPolicy, match=r"village\.accept.*2026年9月18日"):
        choose(Rows({**ACCEPT, "in_force_from": "2027-01-01"}), "village.accept", facts, TODAY)
    with pytest.raises(UnknownPolicy):
        choose(Rows(), "no.such", facts, TODAY)


def test_half_an_hour_is_exact() -> None:
    policy = choose(Rows({"amount": "0.5", "unit": "hour"}), "red.police", facts, TODAY)

    assert policy.amount == Decimal("0.5")


def test_an_amount_may_be_a_fact() -> None:
    policy = choose(
        Rows({"amount": "cooling_off_hours", "unit": "hour"}), "signing.cooling_off", facts, TODAY
    )

    assert (policy.amount, policy.amount_fact) == (None, "cooling_off_hours")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"scope": "town"}, BadPolicy),
        ({"in_force_from": "last year"}, BadPolicy),
        ({"unit": "week"}, UnknownUnit),
        ({"amount": None}, BadAmount),
        ({"amount": 0.5, "unit": "hour"}, BadAmount),
    ],
)
def test_refuses_a_row_that_cannot_be_used(change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        choose(Rows({**ACCEPT, **change}), "village.accept", facts, TODAY)


@pytest.mark.parametrize(
    ("written", "amount", "unit"),
    [
        ("PT30M", Decimal("0.5"), Unit.HOUR),
        ("PT24H", Decimal("24"), Unit.HOUR),
        ("PT1H30M", Decimal("1.5"), Unit.HOUR),
        ("PT20M", Decimal(20) / 60, Unit.HOUR),
        ("P3D", Decimal("3"), Unit.CALENDAR_DAY),
        ("P2W", Decimal("14"), Unit.CALENDAR_DAY),
        ("P1M", Decimal("1"), Unit.MONTH),
    ],
)
def test_a_plain_iso_duration_is_a_policy(written: str, amount: Decimal, unit: Unit) -> None:
    policy = read_duration(written)

    assert policy is not None
    assert (policy.amount, policy.unit, policy.scope, policy.anchor) == (amount, unit, "item", "opened")


@pytest.mark.parametrize("written", ["village.accept", "P", "PT", "P1Y", "P1DT2H", "3D"])
def test_other_names_are_no_durations(written: str) -> None:
    assert read_duration(written) is None
