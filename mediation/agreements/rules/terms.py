"""Terms and promises as people write them. No database, no clock."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mediation.kernel.errors import Refused
from mediation.kernel.lines import read_day, split_lines
from mediation.kernel.text import N_

_MONEY = re.compile(r"\d{1,12}(\.\d{1,2})?")


class BadPromises(Refused):
    """Lines of promises that cannot be understood; ``fields`` says which and why."""

    message = N_("履约事项有{count}行没有写清楚，请按提示改正后再提交。")
    is_slip = True


class BadAmount(Refused):
    """An amount of money that is no amount."""

    message = N_("金额“{amount}”不对：请写元数，最多两位小数，例如 1200 或 1200.50。")
    is_slip = True


class NoTerms(Refused):
    """An agreement that says nothing."""

    message = N_("请写明双方谈成了什么。没有内容的协议不能登记。")
    is_slip = True


class BadCoolingOff(Refused):
    """A cooling-off longer than the county allows."""

    message = N_("签字前的冷静期可以是0到{most}小时，不能再长。")
    is_slip = True


@dataclass(frozen=True)
class PromiseLine:
    """One promise: who does what by when, and for how much.

    :ivar amount_fen: money in fen; None where no money is owed
    """

    line: int
    party_id: int
    what: str
    due_on: date
    amount_fen: int | None


def to_fen(amount: str | int | Decimal | None) -> int | None:
    """Turn yuan as typed (``1,200.50``, ``1200元``) into fen; blank is None.

    :raises BadAmount: no number, negative, or more than two decimals
    """
    if amount is None:
        return None
    if isinstance(amount, float):
        raise TypeError("money is never a float")
    text = re.sub(r"[,，\s¥￥元]", "", str(amount))
    if not text:
        return None
    if not _MONEY.fullmatch(text):
        raise BadAmount(amount=amount)
    return int(Decimal(text) * 100)


def owed(promises: Sequence[PromiseLine]) -> int | None:
    """Return what the promises come to in fen; None where no money is owed."""
    return sum(each.amount_fen or 0 for each in promises) or None


def yuan(fen: int) -> str:
    """Return fen as people read it: ``1,200.50元``, ``800元``."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"


def check_terms(terms: str) -> str:
    """Return the terms without outer blanks.

    :raises NoTerms: they are blank
    """
    if not terms.strip():
        raise NoTerms(fields={"terms": NoTerms.message})
    return terms.strip()


def check_cooling_off(hours: int, *, most: int) -> None:
    """Check the hours between reading and signing (county default: at most 72).

    :raises BadCoolingOff: below 0 or above ``most``
    """
    if not 0 <= hours <= most:
        raise BadCoolingOff(most=most, fields={"cooling_off_hours": BadCoolingOff.message.format(most=most)})


def parse_promises(
    text: str, *, parties: Mapping[str, Set[int]], not_before: date
) -> tuple[PromiseLine, ...]:
    """Read one promise a line, ``谁|做什么|哪天前|金额(元,可空)``.

    Only a party of the case can promise: whoever is to owe something must be able to sign.

    :param parties: name or alias -> ids of the parties called so
    :param not_before: first day a promise may fall due
    :raises BadPromises: with one sentence for each wrong line, by number, at field ``promises``
    """
    promises, faults = [], []
    for number, parts in split_lines(text):
        read = _read_promise(number, parts, parties, not_before)
        if isinstance(read, PromiseLine):
            promises.append(read)
        else:
            faults.append(f"第{number}行：{read}")
    if faults:
        raise BadPromises(count=len(faults), fields={"promises": "\n".join(faults)})
    return tuple(promises)


def _read_promise(
    number: int, parts: list[str], parties: Mapping[str, Set[int]], not_before: date
) -> PromiseLine | str:
    """Return the promise, or the sentence that says what is wrong with the line."""
    if not 3 <= len(parts) <= 4:
        return "请写成“谁|做什么|哪天前|金额”，中间用竖线隔开，没有钱的可以不写金额。"
    who, what, day = parts[:3]
    ids = parties.get(who, frozenset())
    if not ids:
        return f"“{who}”不是本案当事人，不能替他许诺。"
    if len(ids) > 1:
        return f"“{who}”有两位同名，请写称呼，例如“申请人甲”。"
    if not what:
        return "没有写做什么。"
    due_on = read_day(day)
    if due_on is None:
        return f"“{day}”不是日期，请写成 2026-09-22。"
    if due_on < not_before:
        return f"{day}已经过去，请写{not_before.isoformat()}或以后的日期。"
    try:
        amount = to_fen(parts[3]) if len(parts) == 4 else None
    except BadAmount as error:
        return error.sentence()
    if amount == 0:
        return "金额是0，没有钱的请空着。"
    return PromiseLine(line=number, party_id=next(iter(ids)), what=what, due_on=due_on, amount_fen=amount)
