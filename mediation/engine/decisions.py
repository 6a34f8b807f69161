"""Decision tables (DMN): deadlines, routing and risk as rows that anybody can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from mediation.engine import safe_xml
from mediation.engine.cells import BadCell, Cell, read_test, read_value
from mediation.engine.digest import Kept, digest_of
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

HIT_POLICIES = ("UNIQUE", "FIRST", "COLLECT")


class BadDecision(Refused):
    """A decision table that cannot be used."""

    message = N_("决策表“{table}”（文件“{file}”）不能使用。")


class UnknownHitPolicy(BadDecision):
    """Only UNIQUE, FIRST and COLLECT have a meaning here."""

    message = N_("决策表“{table}”（文件“{file}”）的命中策略“{policy}”不支持，请用 UNIQUE、FIRST 或 COLLECT。")


class BadTable(BadDecision):
    """A table without a name, input or output, or with a row of another length."""

    message = N_("决策表“{table}”（文件“{file}”）缺少输入、输出或表格内容，或某一行的格数与表头不符：{row}。")


class UnreadableCell(BadDecision):
    """A cell that is no plain value or test."""

    message = N_("决策表“{table}”（文件“{file}”）第“{row}”行的“{cell}”读不懂。")


class BadInput(BadDecision):
    """An input must be the plain name of a fact."""

    message = N_("决策表“{table}”（文件“{file}”）的输入“{cell}”应当是一个事实的名称。")


class SameDecision(BadDecision):
    """Two tables of one id."""

    message = N_("决策表“{table}”在文件“{file}”里重复出现。")


class Ambiguous(BadDecision):
    """A UNIQUE table where several rows fit."""

    message = N_("决策表“{table}”（文件“{file}”）要求只有一行符合，却有多行同时符合：{row}。")


@dataclass(frozen=True)
class Row:
    """One row: its tests in the order of the inputs, its values in the order of the outputs."""

    id: str
    tests: tuple[Cell, ...]
    values: tuple[Any, ...]
    annotation: str


@dataclass(frozen=True)
class DecisionTable:
    """One decision table.

    :ivar inputs: names of the facts it reads
    :ivar outputs: names of what it says
    """

    id: str
    title: str
    file: str
    hit_policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]

    def decide(self, inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the outputs of each row that fits, in order, with its id under ``row`` and its
        note under ``annotation``; a fact that ``inputs`` lacks is not given (None).

        FIRST and UNIQUE return one row at most. A fact is looked up only when a row that fits so
        far asks for it.

        :raises Ambiguous: UNIQUE, and several rows fit
        """
        fitting = []
        for row in self.rows:
            asked = (pair for pair in zip(self.inputs, row.tests, strict=True) if pair[1].asks)
            if all(cell.test(inputs.get(name)) for name, cell in asked):
                fitting.append(row)
                if self.hit_policy == "FIRST":
                    break
        if self.hit_policy == "UNIQUE" and len(fitting) > 1:
            raise Ambiguous(table=self.id, file=self.file, row="、".join(row.id for row in fitting))
        return [
            {**dict(zip(self.outputs, row.values, strict=True)), "row": row.id, "annotation": row.annotation}
            for row in fitting
        ]

    def values_of(self, name: str) -> frozenset[Any]:
        """Return the values rows ask for in the input ``name``, e.g. every policy key."""
        if name not in self.inputs:
            return frozenset()
        place = self.inputs.index(name)
        return frozenset(value for row in self.rows for value in row.tests[place].equals)


_kept: Kept[Mapping[str, DecisionTable]] = Kept()


def read_decisions(files: Mapping[str, bytes]) -> Mapping[str, DecisionTable]:
    """Return the decision tables of the .dmn files among ``files`` by decision id, read once.

    :raises UnsafeFile: a file that may not be parsed
    :raises BadDecision: a table that cannot be used; the sentence names table, file and place
    """
    tables = {name: content for name, content in files.items() if name.endswith(".dmn")}
    return _kept.get(digest_of(tables), lambda: _read(tables))


def _read(files: Mapping[str, bytes]) -> Mapping[str, DecisionTable]:
    found: dict[str, DecisionTable] = {}
    for name in sorted(files):
        for node in safe_xml.parse(name, files[name]).iterfind(".//{*}decision"):
            table = _table(name, node)
            if table.id in found:
                raise SameDecision(table=table.id, file=name)
            found[table.id] = table
    return found


def _table(file: str, decision: etree._Element) -> DecisionTable:
    key = decision.get("id", "")
    node = decision.find("{*}decisionTable")
    if node is None or not key:
        raise BadTable(table=key, file=file, row="-")
    policy = node.get("hitPolicy", "UNIQUE")
    if policy not in HIT_POLICIES or node.get("aggregation"):
        raise UnknownHitPolicy(table=key, file=file, policy=f"{policy} {node.get('aggregation', '')}".strip())
    inputs = tuple(
        (each.findtext("{*}inputExpression/{*}text") or "").strip() for each in node.iterfind("{*}input")
    )
    for name in inputs:
        if not name.isidentifier():
            raise BadInput(table=key, file=file, cell=name)
    outputs = tuple((each.get("name") or "").strip() for each in node.iterfind("{*}output"))
    if not inputs or not all(outputs) or not outputs or {"row", "annotation"} & set(outputs):
        raise BadTable(table=key, file=file, row="-")
    rows = tuple(_row(file, key, each, len(inputs), len(outputs)) for each in node.iterfind("{*}rule"))
    return DecisionTable(key, decision.get("name", key), file, policy, inputs, outputs, rows)


def _row(file: str, table: str, node: etree._Element, inputs: int, outputs: int) -> Row:
    key = node.get("id", "")
    asked = [each.findtext("{*}text") or "" for each in node.iterfind("{*}inputEntry")]
    said = [each.findtext("{*}text") or "" for each in node.iterfind("{*}outputEntry")]
    if len(asked) != inputs or len(said) != outputs:
        raise BadTable(table=table, file=file, row=key)
    note = node.findtext("{*}annotationEntry/{*}text") or node.findtext("{*}description") or ""
    try:
        return Row(key, tuple(map(read_test, asked)), tuple(map(read_value, said)), note.strip())
    except BadCell as error:
        raise UnreadableCell(table=table, file=file, row=key, cell=str(error)) from error
