"""What a supervisor orders for each of the chosen disputes, and what keeps it from being done."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mediation.kernel.errors import Conflict, Refused
from mediation.kernel.text import N_

AT_MOST = 200
HANDLER, LEAD, ABOVE = "handler", "lead", "above"


class NothingChosen(Refused):
    """No dispute was ticked."""

    message = N_("请先勾选要督办的案件。")


class TooManyChosen(Refused):
    """One press acts on so many (county default)."""

    message = N_("一次最多办{most}件，现在选了{count}件，请分几次办。")


class NothingToReassign(Refused):
    """No open task of the dispute is of a post they hold."""

    message = N_("本案没有{name}所在岗位的待办，不能转给{name}。请选承办岗位上的人。")


class HeldAlready(Refused):
    """All that could be theirs is."""

    message = N_("本案的待办已经在{name}名下，不用再转。")


class InstructedAlready(Conflict):
    """Of one dispute, a second 督办单 is given knowingly only (county default)."""

    message = N_("本案已有没办结的督办单{number}（{owner}，{day}止），没有再下。确要再下的，请在确认时勾选。")


@dataclass(frozen=True, kw_only=True)
class Instruct:
    """A 督办单 each.

    :ivar owner: HANDLER, LEAD or ABOVE: whoever handles the dispute now, leads the unit that holds it, or
        leads the nearest unit above that; else a person's id
    :ivar besides: ids of 督办单 beside which another is wanted; any other that runs keeps it from being given
    """

    kind: ClassVar[str] = "instruct"
    owner: str | int
    finish_by: date | None
    instruction: str
    besides: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Reassign:
    """The open tasks of the posts that ``to_id`` holds go to them."""

    kind: ClassVar[str] = "reassign"
    to_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PutOnList:
    """挂牌 at a unit one supervises."""

    kind: ClassVar[str] = "list"
    unit_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class TakeOff:
    """摘牌 from a unit one supervises."""

    kind: ClassVar[str] = "delist"
    unit_id: int
    reason: str


Order = Instruct | Reassign | PutOnList | TakeOff


def check_number(chosen: int) -> None:
    """Let one press act on some, and on no more than so many.

    :raises NothingChosen:
    :raises TooManyChosen:
    """
    if not chosen:
        raise NothingChosen()
    if chosen > AT_MOST:
        raise TooManyChosen(most=AT_MOST, count=chosen)
