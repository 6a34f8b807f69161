"""The explanation of one clock, put together from what is known of it. No database, no clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mediation.clocks.explaining import dates, ending, happened, left_out, origin, supervision
from mediation.clocks.model import Clock, ClockEntry
from mediation.clocks.policies import is_of_oversight
from mediation.clocks.rules import Count
from mediation.clocks.words import Sentence, limit_of
from mediation.kernel.clock import day_of
from mediation.kernel.text import N_

SUMMARY = N_("“{title}”：{limit}，到{due}为止。")
PROVISIONAL = N_("“{title}”：{limit}，暂定到{due}为止。")
SET = N_("“{title}”：到{due}为止。")
PAUSED = N_("“{title}”：{limit}，正在暂停，还没有届满日。")


@dataclass(frozen=True)
class Known:
    """What a clock's explanation is made from.

    :ivar counted: its count, day by day; None while it is paused
    :ivar signing: aliases of those who sign for the case, by party id
    :ivar mask: puts aliases in the place of parties' names
    :ivar gone: the deadline table in force has no such rule any more
    :ivar at: the present; None leaves out what depends on it
    :ivar in_full: every date is said with its year, also those of the year the clock began in
    """

    clock: Clock
    entries: Sequence[ClockEntry]
    counted: Count | None
    signing: Mapping[int, str]
    mask: Callable[[str], str]
    gone: bool = False
    at: datetime | None = None
    in_full: bool = False

    @property
    def year(self) -> int:
        """The year that dates are said without; that of no date where all are said in full."""
        return 0 if self.in_full else day_of(self.clock.counted_from).year


@dataclass(frozen=True)
class Part:
    """What is said of one thing."""

    heading: str
    lines: tuple[Sentence, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a clock ends when it does.

    :ivar summary: one sentence: what, how long, until when
    """

    summary: Sentence
    parts: tuple[Part, ...]


def explain(known: Known) -> Explanation:
    """Return the one text that the case's page, its files and the command line show."""
    clock, counted = known.clock, known.counted
    year = known.year
    told = happened.entries(clock, known.entries, signing=known.signing, mask=known.mask, year=year)
    parts = (
        Part(N_("从什么时候算起"), tuple(origin.since(clock))),
        Part(N_("按什么规定"), tuple(origin.rule(clock, gone=known.gone))),
        Part(N_("中间发生过什么"), tuple(told)),
        Part(N_("哪些日子不算"), tuple(left_out.days(counted, year)) if counted else ()),
        Part(N_("到哪一天为止"), tuple(_end(known, year))),
    )
    return Explanation(_summary(clock, year), tuple(part for part in parts if part.lines))


def _summary(clock: Clock, year: int) -> Sentence:
    said = {
        "title": clock.title,
        "limit": limit_of(clock.amount, clock.unit),
        "due": ending.until(clock, year),
    }
    if clock.due_on is None:
        return Sentence(PAUSED, said)
    if origin.is_set(clock):
        if clock.due_on == day_of(clock.counted_from) and not clock.provisional:
            return Sentence(SET, said)
        said["limit"] = Sentence(N_("定在{day}"), {"day": origin.begun(clock, year)})
    return Sentence(PROVISIONAL if clock.provisional else SUMMARY, said)


def _end(known: Known, year: int) -> Iterator[Sentence]:
    clock, counted = known.clock, known.counted
    if counted is not None:
        yield from ending.month_end(counted)
        yield from ending.rolled(counted, year)
        yield from ending.summer_time(counted)
    yield from ending.due(clock, counted, year)
    if clock.state == "paused" and clock.paused_at is not None:
        yield from _paused(clock, known.at, year)
    if clock.state == "stopped" and clock.ended_at is not None:
        ended = {"when": dates.moment(clock.ended_at, year), "reason": clock.end_reason or happened.UNWRITTEN}
        yield Sentence(N_("{when}停止计算：{reason}。"), ended)
        if is_of_oversight(clock.policy):
            yield from supervision.before_it_stopped(clock)
        elif clock.reached_at is not None:
            yield Sentence(N_("停止之前已经逾期，逾期的记录保留。"))


def _paused(clock: Clock, at: datetime | None, year: int) -> Iterator[Sentence]:
    assert clock.paused_at is not None
    said = {"since": dates.moment(clock.paused_at, year), "days": ending.paused_days(clock, at)}
    if not said["days"]:
        yield Sentence(N_("从{since}起暂停，还没有恢复，所以没有届满日。"), said)
        return
    yield Sentence(N_("从{since}起暂停，到今天已经{days}天，还没有恢复，所以没有届满日。"), said)
    yield Sentence(N_("鉴定结束后请马上恢复计算；长期没有恢复，系统会提醒经办人和负责人。"))
