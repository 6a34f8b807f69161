"""Checking a table against the locality and the units there are. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from mediation.kernel.locality import Level, Locality
from mediation.units import rules
from mediation.units.importing.problems import Problem
from mediation.units.importing.sheet import Row


@dataclass(frozen=True, slots=True)
class Known:
    """A unit that is there already."""

    id: int
    name: str
    level: str
    parent_code: str
    full_name: str
    households: int | None
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Fresh:
    """A row that holds."""

    line: int
    code: str
    name: str
    level: str
    parent_code: str
    households: int | None


@dataclass
class Plan:
    """What an import will do.

    :ivar fresh: rows to add, by level, the highest first
    :ivar changed: rows whose name or households differ from what is there
    :ivar unusual: micro-grids with households outside the usual
    """

    fresh: list[Fresh] = field(default_factory=list)
    changed: list[Fresh] = field(default_factory=list)
    unchanged: int = 0
    unusual: int = 0
    problems: list[Problem] = field(default_factory=list)


def make_plan(rows: Iterable[Row], known: Mapping[str, Known], locality: Locality) -> Plan:
    """Check every row and say what to do; rows may come in any order."""
    return _Checker(list(rows), known, locality).plan()


def _plain(title: str) -> str:
    """Return a level's title as compared: sheets are typed with brackets of either width."""
    return normalize("NFKC", title).strip()


class _Checker:
    """Checks the rows of one table."""

    def __init__(self, rows: list[Row], known: Mapping[str, Known], locality: Locality) -> None:
        self._rows, self._known, self._locality = rows, known, locality
        self._problems: list[Problem] = []
        self._levels: dict[str, Level] = {
            **{_plain(level.title): level for level in locality.levels.values()},
            **locality.levels,
        }
        self._first: dict[str, Row] = {}
        for row in rows:
            self._first.setdefault(row.code, row)

    def plan(self) -> Plan:
        """Return what to do."""
        plan = Plan(problems=self._problems)
        for row in self._rows:
            before = len(self._problems)
            level, households = self._check_cells(row)
            if level is None or len(self._problems) > before:
                continue
            self._check_place(row, level)
            if len(self._problems) == before:
                fresh = Fresh(row.line, row.code, row.name, level.key, row.parent_code, households)
                self._sort(plan, fresh)
        plan.fresh.sort(key=lambda each: -self._levels[each.level].rank)
        return plan

    def _say(self, row: Row, kind: str, **params: Any) -> None:
        self._problems.append(Problem(row.line, kind, params))

    def _check_cells(self, row: Row) -> tuple[Level | None, int | None]:
        """Check what can be seen from the row itself; return its level and households."""
        if not row.code:
            self._say(row, "no_code")
        elif (
            len(row.code) > rules.CODE_AT_MOST
            or not row.code.replace("-", "").isalnum()
            or not row.code.isascii()
        ):
            self._say(row, "bad_code", code=row.code[: rules.CODE_AT_MOST], most=rules.CODE_AT_MOST)
        elif (first := self._first[row.code]) is not row:
            self._say(row, "code_twice", code=row.code, other=first.line)
        if not row.name:
            self._say(row, "no_name")
        elif len(row.name) > rules.NAME_AT_MOST or not row.name.isprintable():
            name = "".join(each for each in row.name if each.isprintable())
            self._say(row, "bad_name", name=name[:20], most=rules.NAME_AT_MOST)
        level = self._levels.get(_plain(row.level))
        if not row.level:
            self._say(row, "no_level")
        elif level is None:
            known = "、".join(f"{each.title}（{each.key}）" for each in self._locality.levels.values())
            self._say(row, "unknown_level", level=row.level[:20], known=known)
        return level, self._check_households(row, level)

    def _check_households(self, row: Row, level: Level | None) -> int | None:
        if not row.households:
            return None
        if not (row.households.isascii() and row.households.isdigit() and len(row.households) < 7):
            self._say(row, "bad_households", households=row.households[:20])
            return None
        households = int(row.households)
        most = self._locality.households.refuse_above
        if level and rules.holds_households(self._locality, level.key) and households > most:
            self._say(row, "too_many_households", name=row.name, households=households, most=most)
        return households

    def _check_place(self, row: Row, level: Level) -> None:
        """Check the row against its parent and against the unit of its code."""
        is_top = self._locality.level_above(level.key) is None
        if is_top and row.parent_code:
            self._say(row, "top_with_parent", level=level.title)
        elif not is_top and not row.parent_code:
            self._say(row, "no_parent", level=level.title, name=row.name)
        elif row.parent_code:
            self._check_parent(row, level)
        known = self._known.get(row.code)
        if known is None:
            return
        if known.is_retired:
            self._say(row, "retired", code=row.code)
        elif known.level != level.key:
            there = self._locality.level(known.level).title
            self._say(row, "other_level", code=row.code, known=there, level=level.title)
        elif known.parent_code != row.parent_code:
            self._say(row, "other_parent", code=row.code, known=known.parent_code, parent=row.parent_code)

    def _check_parent(self, row: Row, level: Level) -> None:
        in_file, there = self._first.get(row.parent_code), self._known.get(row.parent_code)
        if in_file is None and there is None:
            self._say(row, "unknown_parent", parent=row.parent_code)
            return
        if there is not None and there.is_retired:
            self._say(row, "retired_parent", parent=there.full_name)
            return
        above = self._levels.get(there.level if there else in_file.level if in_file else "")
        name = there.name if there else in_file.name if in_file else ""
        if above is not None and above.rank <= level.rank:
            self._say(
                row,
                "parent_not_above",
                level=level.title,
                name=row.name,
                parent_level=above.title,
                parent=name,
            )

    def _sort(self, plan: Plan, fresh: Fresh) -> None:
        known = self._known.get(fresh.code)
        counts = rules.holds_households(self._locality, fresh.level)
        if counts and rules.are_households_unusual(self._locality.households, fresh.households):
            plan.unusual += 1
        if known is None:
            plan.fresh.append(fresh)
        elif known.name != fresh.name or fresh.households not in (None, known.households):
            plan.changed.append(fresh)
        else:
            plan.unchanged += 1


@dataclass(frozen=True, slots=True)
class Naming:
    """A unit's name and where it hangs, as it will be."""

    name: str
    parent_code: str
    line: int | None = None


def full_names(namings: Mapping[str, Naming]) -> tuple[dict[str, str], list[Problem]]:
    """Return code -> full name for the tree as it will be, and what gets too long."""
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for code in namings:
        waiting = []
        while code and code not in names:
            waiting.append(code)
            code = namings[code].parent_code
        for each in reversed(waiting):
            naming = namings[each]
            parent = namings.get(naming.parent_code)
            stands_alone = parent is None or not parent.parent_code
            names[each] = naming.name if stands_alone else names[naming.parent_code] + naming.name
            if naming.line is not None and len(names[each]) > rules.FULL_NAME_AT_MOST:
                what = {"name": naming.name, "most": rules.FULL_NAME_AT_MOST}
                problems.append(Problem(naming.line, "full_name_too_long", what))
    return names, problems
