"""How days, limits and counts are said to people. Sentences are templates, so that they translate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mediation.clocks.rules import Count, Step, Unit
from mediation.kernel.clock import local
from mediation.kernel.text import N_

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))

UNITS = {
    Unit.CALENDAR_DAY: N_("{amount}日"),
    Unit.MONTH: N_("{amount}个月"),
    Unit.WORKING_DAY: N_("{amount}个工作日"),
    Unit.HOUR: N_("{amount}小时"),
}

STEPS = {
    "first_day": N_("{day}：起算当日不计"),
    "counted": N_("{day}：第{number}个工作日"),
    "counted_named": N_("{day}：第{number}个工作日（{name}）"),
    "rest": N_("{day}：休息日，不计"),
    "rest_named": N_("{day}：{name}放假，不计"),
    "paused": N_("{day}：期间暂停，不计"),
    "ends": N_("{day}：期间届满"),
    "rolled": N_("{day}：届满日为休息日，顺延"),
    "rolled_named": N_("{day}：{name}放假，顺延"),
    "rolled_to": N_("{day}：顺延后的第一个工作日，期限的最后一天"),
    "from_hour": N_("自{day}的起算时刻起连续计算，节假日不扣除、不顺延"),
}


@dataclass(frozen=True)
class Sentence:
    """A Chinese sentence with named places; ``str()`` fills it in."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.params)


def day(on: date) -> str:
    """Return e.g. ``9月22日（周二）``."""
    return f"{on.month}月{on.day}日（{WEEKDAYS[on.weekday()]}）"


def moment(at: datetime) -> str:
    """Return e.g. ``9月19日20:15``, in the county's time."""
    here = local(at)
    return f"{here.month}月{here.day}日{here:%H:%M}"


def plain(amount: Decimal) -> str:
    """Return the amount without trailing zeros or exponents."""
    return f"{amount.normalize():f}"


def limit(amount: Decimal, unit: str) -> Sentence:
    """Return e.g. ``3个工作日``; half an hour is said as 30分钟, and a day that was agreed on is no 0日."""
    if amount == 0:
        return Sentence(N_("（就是这一刻）") if unit == Unit.HOUR else N_("（就是当天）"))
    if unit == Unit.HOUR and amount != amount.to_integral_value():
        return Sentence(N_("{amount}分钟"), {"amount": plain(round(amount * 60, 3))})
    return Sentence(UNITS[Unit(unit)], {"amount": plain(amount)})


def last(due_on: date | None, due_at: datetime | None, unit: str) -> str:
    """Return the end of a clock as it is said: a day, or a moment where hours are counted."""
    if due_on is None or due_at is None:
        return N_("暂停中，尚无届满日")
    return moment(due_at) if unit == Unit.HOUR else day(due_on)


def told(step: Step) -> Sentence:
    """Return the sentence of one step of a count."""
    named = f"{step.kind}_named"
    key = named if step.name and named in STEPS else step.kind
    return Sentence(STEPS[key], {"day": day(step.on), "number": step.number, "name": step.name})


def steps(count: Count) -> Iterator[Sentence]:
    """Yield how the date came about, one sentence a step."""
    for step in count.steps:
        yield told(step)
    if count.provisional:
        yield Sentence(N_("其中有的年份放假安排尚未公布，日期为暂定，公布后自动重算"))


def as_data(count: Count) -> dict[str, Any]:
    """Return the count as JSON-able data, for ``mediation due --json``."""
    return {
        "start": local(count.start).isoformat(),
        "amount": plain(count.amount),
        "unit": count.unit.value,
        "due_on": count.due_on.isoformat(),
        "due_at": local(count.due_at).isoformat(),
        "provisional": count.provisional,
        "steps": [
            {
                "on": step.on.isoformat(),
                "kind": step.kind,
                "number": step.number,
                "name": step.name,
                "provisional": step.provisional,
                "sentence": str(told(step)),
            }
            for step in count.steps
        ],
    }


def limit_of(amount: str, unit: str) -> Sentence:
    """Return :func:`limit` of an amount as it is stored."""
    return limit(Decimal(amount), unit)
