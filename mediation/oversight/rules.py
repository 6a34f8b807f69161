"""Who answers for lateness, and what 督办 asks of each rank. No database, no clock.

County default (DOMAIN 8): yellow a working day before the end, red after it; the card stays with
whoever held the work when it became late, whoever does it afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

NOBODY = N_("（无人在岗）")
VACANT, NO_CHANNEL = "vacant", "no_channel"


class ExplanationMissing(Refused):
    """Lateness must be explained in words."""

    message = N_("请写明逾期的原因和打算怎样办结。")
    is_slip = True


class InstructionMissing(Refused):
    """An instruction must say what to do and who does it."""

    message = N_("督办单须写明由谁办、办什么。")
    is_slip = True


class FinishByPassed(Refused):
    """An instruction cannot ask for yesterday."""

    message = N_("督办单的办结日期{day}已经过了，请改为今天或今天之后。")
    is_slip = True


class DayMissing(Refused):
    """An interview was held on some day."""

    message = N_("请填写约谈日期。")
    is_slip = True


class NotHeldYet(Refused):
    """An interview that has not been held cannot be recorded."""

    message = N_("约谈日期{day}还没有到，约谈之后再登记。")
    is_slip = True


class HeldBeforeLate(Refused):
    """Nobody was talked to about work that was not late yet."""

    message = N_("约谈日期{day}早于逾期那一天。这件事{late}才逾期，请填{late}至今天之间实际约谈的那一天。")
    is_slip = True


class ResultMissing(Refused):
    """An interview has a result."""

    message = N_("请写明约谈的结果。")
    is_slip = True


@dataclass(frozen=True)
class Holder:
    """Whoever had the work in hand at one moment: a person, or a post with all who are in it.

    :ivar item_id: the task; None where a statutory clock ran out with no task open
    :ivar post: how the post reads, e.g. 官渡镇南岳村调委会主任
    :ivar names: those in the post then; empty where it is vacant
    """

    item_id: int | None
    label: str
    role: str
    unit_id: int
    person_id: int | None
    post: str
    names: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The post with the names of those who are in it."""
        return self.post + ("、".join(self.names) or NOBODY)

    @property
    def is_vacant(self) -> bool:
        """Whether nobody can be reached in the post."""
        return not self.names


def check_explanation(explanation: str) -> str:
    """Return the explanation, tidied.

    :raises ExplanationMissing: it is blank
    """
    if not explanation.strip():
        raise ExplanationMissing(fields={"explanation": ExplanationMissing.message})
    return explanation.strip()


def check_instruction(*, owner: str, instruction: str, finish_by: date | None, today: date) -> None:
    """Check a 督办单.

    :raises InstructionMissing: owner, day or text is missing
    :raises FinishByPassed: the day has passed
    """
    blank = [name for name, given in (("owner", owner), ("instruction", instruction)) if not given.strip()]
    if blank or finish_by is None:
        names = [*blank, *(["finish_by"] if finish_by is None else [])]
        raise InstructionMissing(fields=dict.fromkeys(names, InstructionMissing.message))
    check_finish_by(finish_by, today=today)


def check_finish_by(finish_by: date, *, today: date) -> None:
    """Let nothing be asked for by a day that has passed.

    :raises FinishByPassed:
    """
    if finish_by < today:
        raise FinishByPassed(day=said(finish_by), fields={"finish_by": FinishByPassed.message})


def check_interview(*, held_on: date | None, result: str, late_on: date, today: date) -> None:
    """Check the record of an interview.

    :param late_on: first day on which the work was late
    :raises DayMissing: it has no day
    :raises NotHeldYet: it lies ahead
    :raises HeldBeforeLate: the work was not late then (county default)
    :raises ResultMissing: it says nothing
    """
    if held_on is None:
        raise DayMissing(fields={"held_on": DayMissing.message})
    for refused, is_off in ((NotHeldYet, held_on > today), (HeldBeforeLate, held_on < late_on)):
        if is_off:
            day, late = full(held_on, today), full(late_on, today)
            sentence = refused.message.format(day=day, late=late)
            raise refused(day=day, late=late, fields={"held_on": sentence})
    if not result.strip():
        raise ResultMissing(fields={"result": ResultMissing.message})


def said(day: date) -> str:
    """Return e.g. ``9月22日``."""
    return f"{day.month}月{day.day}日"


def full(day: date, today: date) -> str:
    """Return e.g. ``9月22日``, of another year ``2025年9月22日``."""
    return said(day) if day.year == today.year else f"{day.year}年{said(day)}"


def listed(words: Sequence[str]) -> str:
    """Return holders as they are listed in a sentence, each once."""
    return "、".join(dict.fromkeys(words))
