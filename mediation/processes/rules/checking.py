"""Reads every file of a set and puts it to every check."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mediation.engine import safe_xml
from mediation.engine.decisions import BadDecision, DecisionTable, read_decisions
from mediation.engine.definition import BadDiagram, read_definition
from mediation.engine.elements import Diagram
from mediation.engine.reading import read_diagrams
from mediation.kernel.errors import Refused
from mediation.kernel.locality import Locality
from mediation.kernel.text import N_
from mediation.processes.files import form_key, is_form
from mediation.processes.rules import calls, elements, flows, paths, tokens
from mediation.processes.rules.deadlines import check_deadlines
from mediation.processes.rules.problem import Check, Known, Problem, Surroundings

__all__ = ["Known", "Problem", "check"]

DEADLINES = "deadlines"

CHECKS: tuple[Check, ...] = (
    elements.check_ids,
    elements.check_kinds,
    elements.check_labels,
    elements.check_layout,
    elements.check_work,
    elements.check_lanes,
    elements.check_events,
    elements.check_names,
    flows.check_flows,
    flows.check_gateways,
    flows.check_conditions,
    paths.check_ends,
    paths.check_reached,
    tokens.check_joins,
    calls.check_calls,
)


def check(files: Mapping[str, bytes], locality: Locality, known: Known) -> list[Problem]:
    """Return every problem of the files, one sentence each."""
    problems: list[Problem] = []
    tables = _tables(files, problems)
    forms = _forms(files, problems)
    diagrams = list(_diagrams(files, problems))
    problems += calls.check_names(diagrams)
    surroundings = _surroundings(diagrams, tables, forms, locality, known)
    for diagram in diagrams:
        for one in CHECKS:
            problems += one(diagram, surroundings)
    problems += calls.check_circles(diagrams)
    if DEADLINES in tables:
        problems += check_deadlines(tables[DEADLINES], facts=known.facts, processes=surroundings.processes)
    return problems or _run(files)


def _diagrams(files: Mapping[str, bytes], problems: list[Problem]) -> Iterator[Diagram]:
    for name in sorted(files):
        if not name.endswith(".bpmn"):
            continue
        try:
            found = read_diagrams(name, safe_xml.parse(name, files[name]))
        except safe_xml.UnsafeFile as error:
            problems.append(_refusal(name, error))
            continue
        if not found:
            problems.append(Problem(name, "", "", N_("文件里没有流程。")))
        yield from found


def _tables(files: Mapping[str, bytes], problems: list[Problem]) -> Mapping[str, DecisionTable]:
    tables: dict[str, DecisionTable] = {}
    for name in sorted(files):
        if not name.endswith(".dmn"):
            continue
        try:
            found = read_decisions({name: files[name]})
        except (safe_xml.UnsafeFile, BadDecision) as error:
            problems.append(_refusal(name, error))
            continue
        for key, table in found.items():
            if key in tables:
                problems.append(Problem(name, key, table.title, N_("决策表“{key}”重复出现。"), {"key": key}))
            tables[key] = table
    return tables


def _forms(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, frozenset[str]]:
    """Return the names of the fields of each form."""
    forms: dict[str, frozenset[str]] = {}
    for name in sorted(filter(is_form, files)):
        key = form_key(name)
        try:
            drawn = json.loads(files[name])
            fields = frozenset(_fields(drawn["components"]))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            problems.append(Problem(name, "", "", N_("文件不是可用的表单（form-js JSON）。")))
            continue
        if drawn.get("id", key) != key:
            message = N_("表单的 id 是“{id}”，应与文件名“{key}”一致。")
            problems.append(Problem(name, "", "", message, {"id": drawn["id"], "key": key}))
        if key in forms:
            problems.append(Problem(name, "", "", N_("表单“{key}”重复出现。"), {"key": key}))
        forms[key] = fields
    return forms


def _fields(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in components:
        if "key" in each:
            yield str(each["key"])
        yield from _fields(each.get("components", ()))


def _surroundings(
    diagrams: list[Diagram],
    tables: Mapping[str, DecisionTable],
    forms: Mapping[str, frozenset[str]],
    locality: Locality,
    known: Known,
) -> Surroundings:
    in_table = tables[DEADLINES].values_of("policy") if DEADLINES in tables else frozenset()
    return Surroundings(
        locality=locality,
        known=known,
        names=known.facts.union(known.answers, *forms.values()),
        forms=known.forms.union(forms),
        policies=known.policies | in_table,
        processes=frozenset(diagram.process for diagram in diagrams),
        decisions=frozenset(tables),
    )


def _run(files: Mapping[str, bytes]) -> list[Problem]:
    """Let the engine itself have the last word."""
    definition = read_definition(files)
    problems = []
    for process, diagram in definition.diagrams.items():
        try:
            definition.specs(process)
        except BadDiagram as error:
            problems.append(_refusal(diagram.file, error, process, diagram.title))
    return problems


def _refusal(file: str, error: Refused, element: str = "", label: str = "") -> Problem:
    return Problem(file, element, label, error.message, error.params)
