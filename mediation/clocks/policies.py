"""Which time limit applies: looked up by name in the decision table, or a plain ISO duration."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from sqlalchemy.orm import Session

from mediation.clocks.alerts import Alert, read_alerts
from mediation.clocks.rules import Unit, read_amount, read_unit
from mediation.engine.decisions import DecisionTable
from mediation.kernel.clock import day_of
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_
from mediation.processes.queries import NothingPublished, decision

Facts = Callable[[str], Any]

DECISION = "deadlines"
ASKED = ("kind", "source", "difficulty", "risk", "visit_number")
SCOPES = ("item", "attempt", "case")
_ISO = re.compile(
    r"P(?:(?P<weeks>\d+)W|(?P<months>\d+)M|(?P<days>\d+)D|T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)"
)


MEDIATION = ".mediation"
OVERSIGHT = "oversight."


def is_of_mediation(policy: str) -> bool:
    """Return whether a policy limits mediation itself, at whatever level.

    Those the parties may extend and an appraisal pauses (委派调解; 医疗纠纷预防和处理条例 36); not the
    county's cap, a petition's reply or the day until which a court takes an application.
    """
    return policy.endswith(MEDIATION)


def is_of_oversight(policy: str) -> bool:
    """Return whether a policy gives the time of a step of 督办, not of work on the dispute itself."""
    return policy.startswith(OVERSIGHT)


class UnknownPolicy(Refused):
    """No row of the deadline table fits."""

    message = N_("期限表中没有“{policy}”在{on}适用的规定，请流程设计员补上。")


class BadPolicy(Refused):
    """A row of the deadline table cannot be used."""

    message = N_("期限表中“{policy}”的“{column}”填写不对：{value}。")


class Table(Protocol):
    """A decision table: the outputs of each row that fits."""

    def decide(self, inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the rows that fit, in order."""
        ...


@dataclass(frozen=True)
class Policy:
    """A time limit as the county set it.

    :ivar amount: exact number, or None where ``amount_fact`` names the fact that holds it
    :ivar scope: item (one task), attempt (one level's try), case
    :ivar anchor: "opened", or the fact with the day or moment to count from
    :ivar alerts_written: the reminders as the table writes them, kept with each clock
    :ivar chain: process started when it runs out; "" for none
    :ivar mark: L, S, P, M or D, how well the basis is known
    :ivar row: id of the row; one row may state the limit of several levels' policies
    """

    key: str
    amount: Decimal | None
    unit: Unit
    scope: str = "item"
    anchor: str = "opened"
    alerts: tuple[Alert, ...] = ()
    alerts_written: str = ""
    chain: str = ""
    title: str = ""
    basis: str = ""
    mark: str = ""
    amount_fact: str | None = None
    row: str = ""


def resolve(session: Session, key: str, facts: Facts, on: date, digest: str | None = None) -> Policy:
    """Return the policy of ``key`` in force on the day ``on`` for a case with those facts.

    :param key: name of a row of the decision ``deadlines``, or an ISO duration such as ``PT30M``
    :param digest: publication whose table is asked where the current one has no such rule any more: a
        process under way goes on by the rules it began with, whatever was deleted since
    :raises UnknownPolicy: no row fits
    :raises BadPolicy: the row cannot be used
    """
    duration = read_duration(key)
    if duration is not None:
        return duration
    table = _rows_of(decision(session, DECISION), key)
    if not table.rows and digest is not None:
        table = replace(decision(session, DECISION, digest), hit_policy="COLLECT")
    return choose(table, key, facts, on)


def is_in_table(session: Session, key: str, at: datetime | None = None) -> bool:
    """Return whether the deadline table still has a rule of that name, in force at the moment ``at``.

    What is counted by a duration of a diagram, or before anything is published, is not missed in it.
    """
    if read_duration(key) is not None:
        return True
    try:
        table = _rows_of(decision(session, DECISION), key)
    except NothingPublished:
        return True
    except NotFound:
        return False
    rows = (dict(zip(table.outputs, row.values, strict=True)) for row in table.rows)
    return any(at is None or _in_force(key, row, day_of(at)) for row in rows)


def choose(table: Table, key: str, facts: Facts, on: date) -> Policy:
    """Return the first row of ``table`` that fits and is in force on ``on``; see :func:`resolve`."""
    for row in table.decide(_Asked(key, facts)):
        if _in_force(key, row, on):
            return _policy(key, row)
    raise UnknownPolicy(policy=key, on=f"{on.year}年{on.month}月{on.day}日")


_kept: dict[str, tuple[DecisionTable, DecisionTable]] = {}


def _rows_of(table: DecisionTable, key: str) -> DecisionTable:
    """Return the rows of ``key`` alone, kept as long as ``table`` is the current one.

    All that fit are wanted, whatever the table's hit policy: the first one in force counts.
    """
    kept = _kept.get(key)
    if kept is None or kept[0] is not table:
        place = table.inputs.index("policy")
        rows = tuple(row for row in table.rows if row.tests[place].test(key))
        kept = _kept[key] = (table, replace(table, rows=rows, hit_policy="COLLECT"))
    return kept[1]


def read_duration(key: str) -> Policy | None:
    """Return the policy of an ISO duration, or None where ``key`` is a name.

    Days of a duration are calendar days and roll; hours and minutes do not.
    """
    found = _ISO.fullmatch(key)
    if found is None or key in ("P", "PT"):
        return None
    if found["months"]:
        amount, unit = Decimal(found["months"]), Unit.MONTH
    elif found["weeks"] or found["days"]:
        amount, unit = Decimal(found["days"] or int(found["weeks"]) * 7), Unit.CALENDAR_DAY
    else:
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
        amount, unit = Decimal(minutes) / 60, Unit.HOUR
    return Policy(key=key, amount=amount, unit=unit, title=N_("流程规定的期限"), basis=N_("流程图"), mark="D")


class _Asked(Mapping[str, Any]):
    """The inputs of a decision, each looked up only when a row asks for it."""

    def __init__(self, policy: str, facts: Facts) -> None:
        self._known: dict[str, Any] = {"policy": policy}
        self._facts = facts

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            if name not in ASKED:
                raise KeyError(name)
            try:
                self._known[name] = self._facts(name)
            except KeyError:
                self._known[name] = None
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(("policy", *ASKED))

    def __len__(self) -> int:
        return 1 + len(ASKED)


def _in_force(key: str, row: Mapping[str, Any], on: date) -> bool:
    begins, ends = _day(key, row, "in_force_from"), _day(key, row, "in_force_to")
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def _day(key: str, row: Mapping[str, Any], column: str) -> date | None:
    value = row.get(column)
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise BadPolicy(policy=key, column=column, value=value) from None


def _policy(key: str, row: Mapping[str, Any]) -> Policy:
    unit = read_unit(_text(row, "unit"))
    amount, amount_fact = _amount(row, unit)
    scope = _text(row, "scope") or "item"
    if scope not in SCOPES:
        raise BadPolicy(policy=key, column="scope", value=scope)
    written = _text(row, "alerts")
    return Policy(
        key=key,
        amount=amount,
        amount_fact=amount_fact,
        unit=unit,
        scope=scope,
        anchor=_text(row, "anchor") or "opened",
        alerts=read_alerts(written),
        alerts_written=written,
        chain=_text(row, "chain"),
        title=_text(row, "title") or key,
        basis=_text(row, "basis"),
        mark=_text(row, "mark").strip("[]"),
        row=_text(row, "row"),
    )


def _amount(row: Mapping[str, Any], unit: Unit) -> tuple[Decimal | None, str | None]:
    written = row.get("amount")
    if isinstance(written, str) and not _is_number(written):
        return None, written
    return read_amount(written if written is not None else "", unit), None


def _is_number(written: str) -> bool:
    try:
        Decimal(written)
    except InvalidOperation:
        return False
    return True


def _text(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)
