"""What happened to clocks. Each fact of a case is one sentence of its ledger, but for ClockMoved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from mediation.clocks import words
from mediation.clocks.rules import Unit
from mediation.kernel.clock import day_of
from mediation.kernel.facts import CaseFact, Fact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class OfClock:
    """What every fact of a clock says of it.

    :ivar due_on: last day in time now; None while paused
    """

    clock_id: int
    title: str
    unit: str
    due_on: date | None
    due_at: datetime | None

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence."""
        return {"due": self.due_at if self.unit == Unit.HOUR else self.due_on}


@dataclass(frozen=True, kw_only=True)
class ClockStarted(OfClock, CaseFact):
    """A time limit began."""

    amount: str
    counted_from: datetime
    sentence: ClassVar[str] = N_("“{title}”开始计算：自{start}起{limit}，到{due}为止。")

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence."""
        start = self.counted_from if self.unit == Unit.HOUR else day_of(self.counted_from)
        return {**super().params(), "start": start, "limit": _part(words.limit_of(self.amount, self.unit))}


@dataclass(frozen=True, kw_only=True)
class ClockStartedProvisionally(ClockStarted):
    """A time limit began that ends in a year whose calendar is not published yet."""

    sentence: ClassVar[str] = N_(
        "“{title}”开始计算：自{start}起{limit}，暂定到{due}为止，放假安排公布后自动重算。"
    )


@dataclass(frozen=True, kw_only=True)
class ClockPaused(OfClock, CaseFact):
    """A time limit stands still."""

    reason: str
    sentence: ClassVar[str] = N_("因{reason}，{by}暂停计算“{title}”，期间不计入期限。")


@dataclass(frozen=True, kw_only=True)
class PauseLasts(CaseFact):
    """A time limit stands still for long, and nobody has let it go on."""

    clock_id: int
    title: str
    reason: str
    since: date
    days: int
    sentence: ClassVar[str] = N_(
        "“{title}”因{reason}从{since}起暂停，已经{days}天还没有恢复计算，请经办人催办，办完及时恢复。"
    )


@dataclass(frozen=True, kw_only=True)
class ClockResumed(OfClock, CaseFact):
    """A time limit runs again."""

    sentence: ClassVar[str] = N_("{by}恢复计算“{title}”，扣除暂停的日子，顺延到{due}为止。")


@dataclass(frozen=True, kw_only=True)
class ClockExtended(OfClock, CaseFact):
    """A time limit was extended with every party's written consent."""

    amount: str
    more_unit: str
    parties: int
    sentence: ClassVar[str] = N_(
        "经各方当事人（{parties}方）书面同意，{by}将“{title}”延长{limit}，到{due}为止。"
    )

    def params(self) -> dict[str, Any]:
        """Return the words of the sentence."""
        return {**super().params(), "limit": _part(words.limit_of(self.amount, self.more_unit))}


@dataclass(frozen=True, kw_only=True)
class ClockStopped(OfClock, CaseFact):
    """A statutory time limit ended, because what it was for is over."""

    reason: str
    sentence: ClassVar[str] = N_("“{title}”停止计算：{reason}。")


@dataclass(frozen=True, kw_only=True)
class ClockCountedAnew(OfClock, CaseFact):
    """The calendar changed, and with it the end of a time limit.

    :ivar reason: why the calendar changed, or the notice it follows
    """

    was_due_on: date | None
    reason: str
    sentence: ClassVar[str] = N_(
        "工作日历有调整（{reason}），“{title}”重新计算：由{was_due_on}改为{due}为止。"
    )


@dataclass(frozen=True, kw_only=True)
class ClockInTime(OfClock, CaseFact):
    """A time limit had run out by a calendar that turned out otherwise; it was in time.

    :ivar due_on: last day in time, counted anew
    :ivar reason: why the calendar changed, or the notice it follows
    :ivar chain: process that began for it, e.g. oversight; "" for none
    """

    was_due_on: date | None
    reason: str
    chain: str
    provisional: bool
    sentence: ClassVar[str] = N_(
        "工作日历有调整（{reason}），“{title}”重新计算到{due}为止，原来按{was_due_on}算作逾期，更正为没有逾期。"
    )


@dataclass(frozen=True, kw_only=True)
class ClockLateAgain(OfClock, CaseFact):
    """A time limit that turned out in time did not after all: the calendar says again what it said first.

    :ivar reason: why the calendar changed, or the notice it follows
    """

    reason: str
    provisional: bool
    sentence: ClassVar[str] = N_(
        "工作日历有调整（{reason}），“{title}”重新计算到{due}为止，办结时已经过了期限，恢复逾期记录。"
    )


@dataclass(frozen=True, kw_only=True)
class ClockRecomputed(OfClock, CaseFact):
    """The calendar changed, and with it the end of a time limit; lines of before its reason was said."""

    was_due_on: date | None
    sentence: ClassVar[str] = N_("工作日历有调整，“{title}”重新计算：由{was_due_on}改为{due}为止。")


@dataclass(frozen=True, kw_only=True)
class ClockWentOn(OfClock, CaseFact):
    """A task opened again, and its time limit went on as if it had never ended."""

    sentence: ClassVar[str] = N_("“{title}”接着原来的期限计算，不重新起算，到{due}为止。")


@dataclass(frozen=True, kw_only=True)
class ClockConfirmed(OfClock, CaseFact):
    """The year was published and a provisional end stayed as it was."""

    sentence: ClassVar[str] = N_("放假安排已公布，“{title}”的暂定日期确定为{due}。")


@dataclass(frozen=True, kw_only=True)
class ClockAlert(OfClock, CaseFact):
    """A reminder came due.

    :ivar label: yellow (a card to whoever holds the work) or remind
    """

    label: str
    attempt_id: int | None
    sentence: ClassVar[str] = N_("“{title}”临近届满，{due}为止，已提醒。")


@dataclass(frozen=True, kw_only=True)
class ClockReached(OfClock, CaseFact):
    """A time limit ran out.

    :ivar chain: process to start now, e.g. oversight; "" for none
    """

    policy: str
    scope: str
    chain: str
    attempt_id: int | None
    sentence: ClassVar[str] = N_("“{title}”已届满（{due}为止）。")


@dataclass(frozen=True, kw_only=True)
class LateClockStopped(Fact):
    """Whatever was late, or soon would have been, is over: done, called off, or the case with it.

    No ledger line of its own.
    """

    case_id: int
    clock_id: int
    chain: str


@dataclass(frozen=True, kw_only=True)
class ClockMoved(Fact):
    """The end of a clock is another now; open work that shows it must follow. No ledger line."""

    case_id: int
    clock_id: int
    due_on: date | None
    due_at: datetime | None
    provisional: bool


@dataclass(frozen=True)
class Moved:
    """A clock and its end as it is now."""

    clock_id: int
    due_on: date
    due_at: datetime
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class ClocksMoved(Fact):
    """The ends of many clocks are others now; open work that shows them must follow. No ledger line."""

    clocks: tuple[Moved, ...]


@dataclass(frozen=True, kw_only=True)
class CalendarCounted(Fact):
    """Every clock that a change of the calendar touches was counted anew, and some moved."""

    change_id: int
    reason: str


def _part(sentence: words.Sentence) -> dict[str, Any]:
    return part(sentence.message, **sentence.params)
