"""Decision tables: hit policies and everything a cell may say."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from mediation.engine import decisions
from mediation.engine.cells import BadCell, read_test, read_value
from mediation.engine.safe_xml import HasDoctype


def table(
    rows: Sequence[tuple[Sequence[str], Sequence[str]]],
    policy: str | None = "FIRST",
    inputs: Sequence[str] = ("kind",),
    outputs: Sequence[str] = ("amount",),
    key: str = "deadlines",
) -> bytes:
    """Return a .dmn file with one table."""

    def _cell(tag: str, text: str) -> str:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;")
        return f"<{tag}><text>{escaped}</text></{tag}>"

    body = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in inputs
    )
    body += "".join(f'<output name="{name}"/>' for name in outputs)
    for number, (asked, said) in enumerate(rows):
        body += f'<rule id="row_{number}"><description> 说明{number} </description>'
        body += "".join(_cell("inputEntry", cell) for cell in asked)
        body += "".join(_cell("outputEntry", cell) for cell in said) + "</rule>"
    hit = f' hitPolicy="{policy}"' if policy else ""
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">'
        f'<decision id="{key}" name="期限表"><decisionTable id="t"{hit}>{body}</decisionTable></decision>'
        "</definitions>"
    ).encode()


def read(*files: bytes) -> decisions.DecisionTable:
    """Return the first table."""
    found = decisions.read_decisions({f"{number}.dmn": text for number, text in enumerate(files)})
    return next(iter(found.values()))


ROWS = [(['"land"'], ['"1"']), (['"land","housing"'], ['"2"']), (["-"], ['"3"'])]


def test_first_gives_the_first_row_that_fits() -> None:
    assert read(table(ROWS)).decide({"kind": "land"}) == [
        {"amount": "1", "row": "row_0", "annotation": "说明0"}
    ]
    assert [row["amount"] for row in read(table(ROWS)).decide({"kind": "housing"})] == ["2"]
    assert [row["amount"] for row in read(table(ROWS)).decide({})] == ["3"]


def test_collect_gives_every_row_in_order() -> None:
    assert [row["amount"] for row in read(table(ROWS, "COLLECT")).decide({"kind": "land"})] == ["1", "2", "3"]


@pytest.mark.parametrize("policy", ["UNIQUE", None])
def test_unique_gives_one_row_and_refuses_several(policy: str | None) -> None:
    unique = read(table(ROWS[:2], policy))

    assert [row["amount"] for row in unique.decide({"kind": "housing"})] == ["2"]
    assert unique.decide({"kind": "medical"}) == []
    with pytest.raises(decisions.Ambiguous, match="row_0、row_1"):
        unique.decide({"kind": "land"})


def test_several_inputs_all_have_to_fit() -> None:
    rows = [(['"land"', ">= 3"], ["1", '"a"']), (["-", "-"], ["2", '"b"'])]
    found = read(table(rows, inputs=("kind", "people_count"), outputs=("amount", "unit")))

    assert found.decide({"kind": "land", "people_count": 3})[0]["unit"] == "a"
    assert found.decide({"kind": "land", "people_count": 2})[0]["unit"] == "b"
    assert found.decide({"people_count": 3})[0]["unit"] == "b"


def test_names_the_values_its_rows_ask_for() -> None:
    assert read(table(ROWS)).values_of("kind") == {"land", "housing"}
    assert read(table(ROWS)).values_of("nothing") == frozenset()


@pytest.mark.parametrize(
    ("cell", "value", "fits"),
    [
        ("", None, True),
        ("-", "anything", True),
        ('"a"', "a", True),
        ('"a"', "b", False),
        ('"a"', None, False),
        ('"a","b"', "b", True),
        ('= "a"', "a", True),
        ('!= "a"', "b", True),
        ('not("a","b")', "c", True),
        ('not("a","b")', "b", False),
        ('not("a")', None, True),
        ('"说\\"好\\""', '说"好"', True),
        ('"a, b"', "a, b", True),
        (">= 3", 3, True),
        ("> 3", 3, False),
        ("< 3", Decimal("2.9"), True),
        ("<= 3", None, False),
        (">= 3", "3", False),
        ("3", 3, True),
        ("-3", -3, True),
        ("2.5", Decimal("2.50"), True),
        ("1", True, False),
        ("true", True, True),
        ("true", 1, False),
        ("false", None, False),
        ("null", None, True),
        ("null", "", False),
        ("[1..5]", 1, True),
        ("[1..5]", 5, True),
        ("(1..5)", 1, False),
        ("]1..5[", 5, False),
        ("[1..5), 9", 9, True),
        ("not([1..5])", 3, False),
        ('> date("2026-01-01")', date(2026, 1, 2), True),
        ('> date("2026-01-01")', datetime(2026, 1, 2, 8), False),  # noqa: DTZ001
        ('[date("2026-01-01")..date("2026-12-31")]', date(2026, 6, 1), True),
    ],
)
def test_a_cell_tests_one_value(cell: str, value: Any, fits: bool) -> None:
    assert read_test(cell).test(value) is fits


@pytest.mark.parametrize(
    "cell",
    [
        "a",
        "len(x)",
        ">= ",
        "[1..5",
        "1..5",
        '"a" "b"',
        'not "a"',
        "not()",
        '"a",',
        "1 + 1",
        'date("2026-13-01")',
        "> true",
        "__import__('os')",
        "[1..]",
        '"open',
    ],
)
def test_refuses_a_cell_that_is_no_test(cell: str) -> None:
    with pytest.raises(BadCell):
        read_test(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('"3"', "3"),
        ('""', ""),
        ("", None),
        ("3", 3),
        ("0.5", Decimal("0.5")),
        ("true", True),
        ('date("2026-01-01")', date(2026, 1, 1)),
    ],
)
def test_an_output_is_one_plain_value(cell: str, value: Any) -> None:
    assert read_value(cell) == value
    assert type(read_value(cell)) is type(value)


@pytest.mark.parametrize("cell", ['"a","b"', "open('x')", "> 3", "[1..5]"])
def test_refuses_an_output_that_is_no_value(cell: str) -> None:
    with pytest.raises(BadCell):
        read_value(cell)


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        (table(ROWS, "RULE ORDER"), decisions.UnknownHitPolicy, "RULE ORDER"),
        (table([(["boom("], ["1"])]), decisions.UnreadableCell, "row_0"),
        (table([(["-", "-"], ["1"])]), decisions.BadTable, "row_0"),
        (table(ROWS, inputs=("kind.lower()",)), decisions.BadInput, "kind.lower"),
        (table(ROWS, outputs=("row",)), decisions.BadTable, "deadlines"),
        (table([], inputs=()), decisions.BadTable, "deadlines"),
        (b"<!DOCTYPE a><a/>", HasDoctype, "0.dmn"),
    ],
)
def test_a_bad_table_is_refused_by_name(text: bytes, kind: type[Exception], named: str) -> None:
    with pytest.raises(kind, match=named.replace("(", r"\(").replace(")", r"\)")):
        read(text)


def test_two_tables_of_one_id_are_refused() -> None:
    with pytest.raises(decisions.SameDecision, match="deadlines"):
        read(table(ROWS), table(ROWS))
