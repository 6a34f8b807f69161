"""Whether the clock can count by each row of the table of deadlines. A row that it cannot stops a case."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mediation.engine.decisions import DecisionTable
from mediation.kernel.text import N_
from mediation.processes.rules.problem import Problem

UNITS = ("calendar_day", "month", "working_day", "hour")
SCOPES = ("item", "attempt", "case")
DAYS = ("in_force_from", "in_force_to")


def check_deadlines(
    table: DecisionTable, *, facts: Collection[str], processes: Collection[str]
) -> list[Problem]:
    """Return what is wrong with the rows of ``table``."""
    problems = []
    for row in table.rows:
        said = dict(zip(table.outputs, row.values, strict=True))
        for column, message, written in _wrong(said, facts, processes):
            params = {"column": column, "written": written}
            problems.append(Problem(table.file, row.id, str(said.get("title") or ""), message, params))
    return problems


def _wrong(
    said: Mapping[str, Any], facts: Collection[str], processes: Collection[str]
) -> Iterator[tuple[str, str, Any]]:
    amount, anchor = said.get("amount"), said.get("anchor")
    if "amount" in said and not _is_number(amount) and amount not in facts:
        yield "amount", N_("{column}写的是“{written}”，既不是数，也不是已知的事实。"), amount
    if "unit" in said and said["unit"] not in UNITS:
        choices = N_("{column}写的是“{written}”，只能写 calendar_day、month、working_day 或 hour。")
        yield "unit", choices, said["unit"]
    if said.get("scope") not in (None, "", *SCOPES):
        yield "scope", N_("{column}写的是“{written}”，只能写 item、attempt 或 case。"), said["scope"]
    if anchor not in (None, "", "opened") and anchor not in facts:
        yield "anchor", N_("{column}写的是“{written}”，不是 opened，也不是已知的事实。"), anchor
    if said.get("chain") and said["chain"] not in processes:
        yield "chain", N_("{column}写的是“{written}”，没有这个名称的流程。"), said["chain"]
    for column in DAYS:
        if said.get(column) and not _is_day(said[column]):
            yield column, N_("{column}写的是“{written}”，请写成 2026-09-22 这样的日期。"), said[column]


def _is_number(written: Any) -> bool:
    try:
        return Decimal(str(written)) >= 0
    except InvalidOperation:
        return False


def _is_day(written: Any) -> bool:
    try:
        return isinstance(written, date) or bool(date.fromisoformat(str(written)))
    except ValueError:
        return False
