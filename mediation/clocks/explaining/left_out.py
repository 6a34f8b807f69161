"""Which days did not count and why, grouped as people say them: 10月1日至8日国庆节放假."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mediation.clocks.explaining import dates
from mediation.clocks.rules import Count, Step, Unit
from mediation.clocks.words import Sentence
from mediation.kernel.text import N_

HOLIDAYS = (
    *(N_("元旦"), N_("春节"), N_("清明"), N_("清明节"), N_("劳动节"), N_("端午"), N_("端午节")),
    *(N_("国庆节"), N_("中秋"), N_("中秋节"), N_("农历除夕"), N_("春节延长假期")),
)
IN_LIEU = (
    *(N_("元旦（补假）"), N_("农历除夕（补假）"), N_("春节（补假）"), N_("清明节（补假）")),
    *(N_("劳动节（补假）"), N_("端午节（补假）"), N_("中秋节（补假）"), N_("国庆节（补假）")),
)
"""Days of years not published yet that are thought to rest because a holiday falls on a weekend."""
MADE_UP = (
    *(N_("元旦调休上班"), N_("春节调休上班"), N_("清明调休上班"), N_("劳动节调休上班")),
    *(N_("端午调休上班"), N_("中秋调休上班"), N_("国庆节调休上班")),
)
LISTED_AT_MOST = 4
"""More weekends than this are counted instead of listed."""
CONTINUOUS = {
    Unit.CALENDAR_DAY: N_("按日历连着算，中间的周末和节假日也算。"),
    Unit.MONTH: N_("按月连着算，中间的周末和节假日也算。"),
    Unit.HOUR: N_("夜里、周末和节假日都算，最后一刻遇到休息日也不顺延。"),
}


def days(counted: Count, year: int) -> Iterator[Sentence]:
    """Yield what was left out of the count, and make-up days that were not."""
    if counted.unit in CONTINUOUS and counted.amount:
        yield Sentence(CONTINUOUS[counted.unit])
    resting = [step for step in counted.steps if step.kind == "rest"]
    yield from _holidays(resting, year)
    yield from _weekends([step.on for step in resting if not step.name], year)
    yield from _paused([step.on for step in counted.steps if step.kind == "paused"], year)
    for step in counted.steps:
        if step.kind == "counted" and step.name:
            said = {"day": dates.day(step.on, year), "name": step.name}
            yield Sentence(N_("{day}{name}，照算一个工作日。"), said)


def _holidays(resting: Sequence[Step], year: int) -> Iterator[Sentence]:
    for name in dict.fromkeys(step.name for step in resting if step.name):
        told = N_("{days}{name}放假，不算。") if name in HOLIDAYS else N_("{days}休息（{name}），不算。")
        for days in dates.together(step.on for step in resting if step.name == name):
            yield Sentence(told, {"days": dates.span(days, year), "name": name})


def _weekends(resting: Sequence[date], year: int) -> Iterator[Sentence]:
    spans = dates.together(resting)
    if not spans:
        return
    if len(spans) > LISTED_AT_MOST:
        whole = dates.span((spans[0][0], spans[-1][1]), year)
        yield Sentence(N_("{days}之间的周末共{count}天，不算。"), {"days": whole, "count": len(resting)})
        return
    said = dates.listed([dates.span(days, year) for days in spans])
    yield Sentence(N_("{days}是周末，不算。"), {"days": said})


def _paused(days: Iterable[date], year: int) -> Iterator[Sentence]:
    for whole in dates.together(days):
        count = (whole[1] - whole[0]).days + 1
        said = {"days": dates.span(whole, year), "count": count}
        yield Sentence(N_("{days}暂停计算，共{count}天，不算。"), said)
