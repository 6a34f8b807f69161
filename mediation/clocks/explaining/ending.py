"""How a clock comes to its last day: where the count ended, why it rolled on, what is still uncertain."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mediation.clocks.explaining import dates, supervision
from mediation.clocks.model import Clock
from mediation.clocks.policies import is_of_oversight
from mediation.clocks.rules import Count, Step, Unit
from mediation.clocks.words import Sentence
from mediation.kernel.clock import day_of, local
from mediation.kernel.sentences import MONTHS
from mediation.kernel.text import N_

REST_DAY = N_("休息日")
UNCERTAIN = N_("{years}的放假安排还没有公布，这个日期是暂定的；公布后自动重新计算，有变动会通知经办人。")
UNCERTAIN_END = N_(
    "最后一天遇到休息日，要顺延到之后第一个工作日（民法典第二百零三条），而{years}的放假安排还没有公布，"
    "所以这个日期是暂定的；公布后自动重新计算，有变动会通知经办人。"
)
"""Where rest days in between count, so that only that on which the count ends matters."""


def rolled(counted: Count, year: int) -> Iterator[Sentence]:
    """Yield why the last day is another than the count came to, for each leg of it."""
    nominal, passed = None, list[Step]()
    for step in counted.steps:
        if step.kind in ("ends", "counted"):
            nominal, passed = step, []
        elif step.kind in ("rolled", "paused"):
            passed.append(step)
        elif step.kind == "rolled_to" and nominal is not None:
            yield _rolled(nominal, passed, step, year)


def _rolled(nominal: Step, passed: Sequence[Step], to: Step, year: int) -> Sentence:
    names = list(dict.fromkeys(step.name or REST_DAY for step in passed if step.kind == "rolled"))
    said = {
        "day": dates.day(nominal.on, year),
        "why": dates.listed(names or [REST_DAY]),
        "to": dates.day(to.on, year),
    }
    if len(names) > 1:
        return Sentence(
            N_("本来到{day}，这天起接连是{why}，顺延到之后第一个工作日{to}（民法典第二百零三条）。"), said
        )
    return Sentence(N_("本来到{day}，当天是{why}，顺延到之后第一个工作日{to}（民法典第二百零三条）。"), said)


def month_end(counted: Count) -> Iterator[Sentence]:
    """Yield why a count of months ended on another day of the month: the month is too short."""
    first = next((step.on for step in counted.steps if step.kind == "first_day"), None)
    ends = next((step.on for step in counted.steps if step.kind == "ends"), None)
    paused = any(step.kind == "paused" for step in counted.steps)
    if counted.unit is not Unit.MONTH or first is None or ends is None or paused or ends.day >= first.day:
        return
    said = {"month": MONTHS[ends.month - 1], "year": ends.year, "day": first.day, "last": ends.day}
    yield Sentence(
        N_("{year}年{month}没有{day}日，算到当月最后一天，即{last}日（民法典第二百零二条）。"), said
    )


def summer_time(counted: Count) -> Iterator[Sentence]:
    """Yield that the county's clocks were put forward or back while hours ran (1986 to 1991)."""
    start, end = local(counted.start).utcoffset(), local(counted.due_at).utcoffset()
    if counted.unit is not Unit.HOUR or start is None or end is None or start == end:
        return
    if end > start:
        yield Sentence(N_("其间夏令时开始，钟拨快了一小时：实际时长不变，钟面上看要晚一小时。"))
    else:
        yield Sentence(N_("其间夏令时结束，钟拨慢了一小时：实际时长不变，钟面上看要早一小时。"))


def until(clock: Clock, year: int) -> Sentence | str:
    """Return the last day, the moment where hours are counted, or that there is none."""
    if clock.due_on is None or clock.due_at is None:
        return N_("恢复计算以后再定")
    return dates.moment(clock.due_at, year) if clock.unit == Unit.HOUR else dates.day(clock.due_on, year)


def due(clock: Clock, counted: Count | None, year: int) -> Iterator[Sentence]:
    """Yield the end itself, and what of it is not certain yet."""
    if clock.due_on is None:
        return
    if clock.unit == Unit.HOUR:
        yield Sentence(N_("所以到{due}为止，这一刻起就算逾期。"), {"due": until(clock, year)})
    elif is_of_oversight(clock.policy):
        yield supervision.comes(clock, dates.day(clock.due_on + timedelta(days=1), year))
    else:
        late = dates.day(clock.due_on + timedelta(days=1), year)
        yield Sentence(
            N_("所以最后一天是{due}，当天办完就不算逾期，{late}零点起算逾期。"),
            {"due": until(clock, year), "late": late},
        )
    if clock.provisional:
        uncertain = sorted({step.on.year for step in counted.steps if step.provisional} if counted else ())
        years: list[Sentence | str] = [Sentence(N_("{year}年"), {"year": each}) for each in uncertain]
        said = {"years": dates.listed(years or [Sentence(N_("{year}年"), {"year": clock.due_on.year})])}
        yield Sentence(UNCERTAIN if clock.unit == Unit.WORKING_DAY else UNCERTAIN_END, said)


def paused_days(clock: Clock, at: datetime | None) -> int | None:
    """Return for how many days a clock has stood still; None where it runs or nobody asked."""
    if at is None or clock.paused_at is None or clock.state != "paused":
        return None
    return (day_of(at) - day_of(clock.paused_at)).days
