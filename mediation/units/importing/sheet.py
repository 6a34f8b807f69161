"""Reading a CSV table of units as people save them: UTF-8 with or without BOM, or GB18030."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mediation.units.importing.problems import Problem

REQUIRED = ("code", "name", "parent_code", "level")
OPTIONAL = ("households",)
CHINESE = {
    "代码": "code",
    "名称": "name",
    "上级代码": "parent_code",
    "层级": "level",
    "户数": "households",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written, blanks around each cell taken off.

    :ivar level: key or Chinese title of a level
    :ivar households: as written; empty where unknown
    """

    line: int
    code: str
    name: str
    parent_code: str
    level: str
    households: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table read so far as it could be.

    :ivar problems: what could not be read
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


class _Reader(Protocol):
    """What ``csv.reader`` returns, a class the standard library does not name."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


def read_rows(path: Path) -> Sheet:
    """Read the CSV file ``path``; what is wrong with it stands in the sheet's problems."""
    return parse(path.read_bytes())


def parse(data: bytes) -> Sheet:
    """Read the bytes of a CSV file; what is wrong with it stands in the sheet's problems."""
    text, problems = _decoded(data)
    if problems:
        return Sheet(rows=(), problems=tuple(problems))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next((cells for cells in reader if any(cells)), None)
    except csv.Error:
        return Sheet(rows=(), problems=(Problem(1, "broken"),))
    if header is None:
        return Sheet(rows=(), problems=(Problem(1, "empty_file"),))
    columns = [CHINESE.get(cell.strip(), cell.strip().lower()) for cell in header]
    problems = _header_problems(columns, reader.line_num)
    if problems:
        return Sheet(rows=(), problems=tuple(problems))
    return _body(reader, columns)


def _decoded(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text, or why there is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "", [Problem(1, "wrong_encoding")]
    if b"\0" in data or data.startswith(b"PK\x03\x04"):
        return "", [Problem(1, "not_text")]
    data = data.removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or not _is_damaged_utf8(data):
            return text, []
    return "", [Problem(line, "unreadable") for line in _unreadable_lines(data)]


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most lines with Chinese in them are UTF-8: then the rest is damage, not GB18030."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    return 2 * len(_unreadable_lines(b"\n".join(lines))) < len(lines)


def _unreadable_lines(data: bytes) -> list[int]:
    bad = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            bad.append(number)
    return bad


def _header_problems(columns: list[str], line: int) -> list[Problem]:
    missing = [Problem(line, "missing_column", {"column": name}) for name in REQUIRED if name not in columns]
    twice = [
        Problem(line, "column_twice", {"column": name})
        for name in (*REQUIRED, *OPTIONAL)
        if columns.count(name) > 1
    ]
    return missing + twice


def _body(reader: _Reader, columns: list[str]) -> Sheet:
    """Read the rows below the header. Columns of other names are left aside."""
    places = {name: columns.index(name) for name in (*REQUIRED, *OPTIONAL) if name in columns}
    rows: list[Row] = []
    problems: list[Problem] = []
    line = reader.line_num
    while True:
        line += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            problems.append(Problem(line, "broken"))
            line = reader.line_num
            continue
        if len(cells) == len(columns):
            rows.append(Row(line=line, **{name: cells[place].strip() for name, place in places.items()}))
        elif any(cell.strip() for cell in cells):
            found = {"found": len(cells), "expected": len(columns)}
            problems.append(Problem(line, "wrong_width", found))
        line = reader.line_num
    return Sheet(rows=tuple(rows), problems=tuple(problems))
