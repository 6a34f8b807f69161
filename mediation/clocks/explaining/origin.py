"""Where a clock comes from: since when it runs, by which rule, and how well that rule is known."""

from collections.abc import Iterator
from datetime import time

from mediation.clocks.explaining import dates
from mediation.clocks.model import Clock
from mediation.clocks.rules import Unit
from mediation.clocks.words import Sentence, limit_of
from mediation.kernel.clock import local
from mediation.kernel.text import N_

MARKS = {
    "L": N_("这条依据已与法律法规原文核对。"),
    "S": N_("这条依据是各地通行的做法。"),
    "P": N_("这条依据取自网上公开的文本，以正式文本为准。"),
    "M": N_("这条依据还要由县里与原文核对。"),
    "D": N_("国家没有统一规定，由本县确定。"),
}
ANCHORS = {
    "opened": N_("这项工作开始的时间"),
    "reported_at": N_("登记纠纷的时间"),
    "accepted_at": N_("受理的时间"),
    "first_accepted_at": N_("第一次受理的时间"),
    "hearing_at": N_("会议的时间"),
    "published_on": N_("公示的日期"),
    "in_force_on": N_("协议生效的日期"),
    "visits_from_on": N_("回访起算的日期"),
    "cooling_off_until": N_("冷静期结束的时间"),
    "next_promise_due_on": N_("约定履行的日期"),
    "late_due_on": N_("逾期工作原来的届满日"),
    "warning_on": N_("提前提醒的日期"),
}
ONCE_SAID = {"为县级默认": "由本县规定", "县级默认": "本县规定"}
"""What the deadline table wrote of limits the county set itself, and clocks keep -> what it writes now."""
SCOPES = {
    "attempt": N_("这是本级调解共用的一个期限，换步骤、换经办人都不重新起算。"),
    "case": N_("这是全案共用的一个期限，换层级、换经办人都不重新起算。"),
}


def is_set(clock: Clock) -> bool:
    """Say whether nothing is counted: the day or moment itself was agreed on, such as that of a promise."""
    return clock.exact_amount == 0


def since(clock: Clock) -> Iterator[Sentence]:
    """Yield from when the clock counts."""
    start = begun(clock, None)
    what = ANCHORS.get(clock.anchor)
    if is_set(clock):
        said = N_("{what}是{start}，就以这一天为期。")
        if clock.unit == Unit.HOUR:
            said = N_("{what}是{start}，就以这一刻为期。")
        yield Sentence(said, {"what": what or N_("起算的时间"), "start": start})
        return
    if what:
        yield Sentence(N_("从{what}起算：{start}。"), {"what": what, "start": start})
    else:
        yield Sentence(N_("从{start}起算。"), {"start": start})
    if clock.unit == Unit.HOUR:
        yield Sentence(N_("按小时算：从起算的时刻起一小时一小时连着算（民法典第二百零一条）。"))
    else:
        yield Sentence(N_("起算的当天不算，从第二天算起（民法典第二百零一条）。"))
    if clock.scope in SCOPES:
        yield Sentence(SCOPES[clock.scope])


def begun(clock: Clock, year: int | None) -> Sentence:
    """Return the moment, or the day where the clock counts from a whole one.

    :param year: is left out where it is that one
    """
    here = local(clock.counted_from)
    is_whole = clock.unit != Unit.HOUR and here.time() == time.min
    return dates.day(here.date(), year) if is_whole else dates.moment(clock.counted_from, year)


def rule(clock: Clock, *, gone: bool) -> Iterator[Sentence]:
    """Yield how long the clock runs and what that rests on.

    :param gone: the deadline table in force has no such rule any more
    """
    if not is_set(clock):
        yield Sentence(N_("期限是{limit}。"), {"limit": limit_of(clock.amount, clock.unit)})
    if clock.basis:
        yield Sentence(N_("依据：{basis}。"), {"basis": _basis(clock)})
    if clock.mark in MARKS:
        yield Sentence(MARKS[clock.mark])
    if gone:
        yield Sentence(
            N_("现在用的期限表里已经没有这条规定。这个期限按开始时的规定计算，不受影响，有疑问请问县中心。")
        )


def _basis(clock: Clock) -> str:
    said = clock.basis
    for before, now in ONCE_SAID.items():
        said = said.replace(before, now)
    return said
