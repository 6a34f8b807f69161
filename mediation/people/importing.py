"""Bringing staff in from a table: who, in which post, at which unit, from when. All rows or none."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mediation.kernel.actor import Actor
from mediation.kernel.clock import day_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people import rules
from mediation.people.model import Person
from mediation.people.operations import add_person, appoint
from mediation.units import queries as units

COLUMNS = ("login", "name", "role", "unit_code", "from")
SENTENCES = {
    "unreadable": N_("文件的文字无法识别，请另存为 UTF-8 或 GB18030（GBK）编码的 CSV。"),
    "columns": N_("第一行应是：{columns}。"),
    "width": N_("这一行有{found}格，应有{expected}格，请检查逗号和引号。"),
    "role": N_("没有“{role}”这个职务。"),
    "unit": N_("没有代码为“{code}”的单位。"),
    "day": N_("“{day}”不是日期，应写成 2026-09-18；不填就是今天。"),
    "other_name": N_("登录名“{login}”是{known}的，这一行写的是{name}。"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one line of the file (the header is line 1)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.line}: {self.sentence}"


class BadPeople(Refused):
    """The table cannot be imported; nothing was.

    :ivar problems: every problem, in order of line
    """

    message = N_("有{rows}行不能导入，一行也没有导入。第{line}行：{first}")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(rows=len(problems), line=first.line, first=first.sentence)


@dataclass(frozen=True)
class Row:
    """One row as written, blanks around each cell taken off."""

    line: int
    cells: tuple[str, ...]


@dataclass
class Imported:
    """What an import did."""

    people: int = 0
    posts: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"新增{self.people}人，任职{self.posts}项，{self.unchanged}行没有变化。"


@dataclass
class _Table:
    """The rows being imported, with what is known so far and what is wrong."""

    uow: UnitOfWork
    by: Actor
    at: datetime
    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    done: Imported = field(default_factory=Imported)


def read_people(path: Path) -> list[Row]:
    """Read a CSV file with the columns login, name, role, unit_code, from.

    :raises BadPeople: it is no such table
    """
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            reader = csv.reader(io.StringIO(data.decode(encoding), newline=""))
            rows = [Row(reader.line_num, tuple(cell.strip() for cell in cells)) for cells in reader]
        except (UnicodeDecodeError, csv.Error):
            continue
        if not rows or rows[0].cells != COLUMNS:
            raise BadPeople([Problem(1, SENTENCES["columns"].format(columns=",".join(COLUMNS)))])
        return [row for row in rows[1:] if any(row.cells)]
    raise BadPeople([Problem(1, SENTENCES["unreadable"])])


def import_people(
    uow: UnitOfWork,
    *,
    rows: Sequence[Row],
    progress: Callable[[int], object] | None = None,
    by: Actor,
    at: datetime,
) -> Imported:
    """Add the persons of a table and put them in their posts; a login may stand in several rows.

    Nobody gets a password. Who is in that very post already stays there.

    :param progress: called with how many more rows are done
    :raises BadPeople: with every bad row; nothing is to be committed
    """
    known = uow.session.execute(select(Person.login, Person.id, Person.name)).tuples()
    table = _Table(uow, by, at, {login: (person_id, name) for login, person_id, name in known})
    problems = []
    for row in rows:
        try:
            _take(table, row)
        except (Refused, _BadRow) as bad:
            problems.append(Problem(row.line, str(bad)))
        if progress is not None:
            progress(1)
    if problems:
        raise BadPeople(problems)
    return table.done


class _BadRow(Exception):
    """One row that cannot be taken; the message says why."""


def _take(table: _Table, row: Row) -> None:
    if len(row.cells) != len(COLUMNS):
        raise _bad("width", found=len(row.cells), expected=len(COLUMNS))
    login, name, role, code, begins = row.cells
    role, unit_id = _role(table.uow, role), _unit(table.uow, code)
    from_on = _day(begins, day_of(table.at))
    person_id = _person(table, login, name)
    try:
        appoint(
            table.uow,
            person_id=person_id,
            role=role,
            unit_id=unit_id,
            from_on=from_on,
            by=table.by,
            at=table.at,
        )
    except rules.AlreadyInPost:
        table.done.unchanged += 1
    else:
        table.done.posts += 1


def _person(table: _Table, login: str, name: str) -> int:
    """Return who has that login; somebody new is added."""
    login, name = rules.check_login(login, name)
    if login not in table.known:
        added = add_person(table.uow, login=login, name=name, by=table.by, at=table.at)
        table.known[login] = (added.id, name)
        table.done.people += 1
    person_id, known = table.known[login]
    if known != name:
        raise _bad("other_name", login=login, known=known, name=name)
    return person_id


def _role(uow: UnitOfWork, text: str) -> str:
    found = uow.locality.roles.get(text) or uow.locality.role_titled(text)
    if found is None:
        raise _bad("role", role=text)
    return found.key


def _unit(uow: UnitOfWork, code: str) -> int:
    try:
        return units.by_code(uow.session, code).id
    except Refused:
        raise _bad("unit", code=code) from None


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise _bad("day", day=text) from None


def _bad(kind: str, **params: Any) -> _BadRow:
    return _BadRow(SENTENCES[kind].format(**params))
