"""Reading what people type line by line, such as ``谁|做什么|哪天前|金额``."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def split_lines(text: str) -> list[tuple[int, list[str]]]:
    """Return (line number from 1, parts between bars) of every line that is not blank.

    Both ``|`` and the full-width ``｜`` count, as a phone's Chinese keyboard types the latter.
    """
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            rows.append((number, [part.strip() for part in line.replace("｜", "|").split("|")]))
    return rows


def read_day(text: str) -> date | None:
    """Return the day written as 2026-09-22, 2026/9/22 or 2026年9月22日; None where it is no day."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
