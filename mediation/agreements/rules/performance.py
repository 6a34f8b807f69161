"""Keeping promises, breach and return visits. No database, no clock."""

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

OPEN = ("pending", "partial", "urging")
UNKEPT = ("pending", "partial")
"""States in which a promise turns late by itself."""
PROMISE_STATES = {
    "pending": N_("未到期"),
    "partial": N_("部分履行"),
    "done": N_("履行完毕"),
    "overdue": N_("逾期"),
    "urging": N_("督促中"),
    "breach": N_("违约"),
    "varied": N_("已变更"),
    "confirmed": N_("已确认"),
    "enforcing": N_("执行中"),
}
BREACH_DECISIONS = {
    "reopen": N_("在原卷宗内重启调解"),
    "sue": N_("告知守约一方可以向法院起诉或者申请执行"),
}


class NothingOwed(Refused):
    """There is no promise left to perform, urge or vary."""

    message = N_("没有待履行的事项，不用再登记。")


class NotInForce(Refused):
    """Nobody owes anything under an agreement that is not in force."""

    message = N_("协议还没有生效，谁也不欠谁，不能登记履行或者违约。")


class NotAllAgree(Refused):
    """A promise is varied only when every party agrees (人民调解工作若干规定 38)."""

    message = N_("变更履行事项要各方当事人都同意。没有都同意的，请选择督促、重启或者起诉。")


class NoNewTerms(Refused):
    """A variation that does not say what is owed now."""

    message = N_("请写明变更后做什么、最迟哪一天。")
    is_slip = True


class UnknownDecision(Refused):
    """A decision the form does not offer."""

    message = N_("“{decision}”不是可以选的办法，请重新选择。")
    is_slip = True


class NothingPlanned(Refused):
    """No return visit is planned or left."""

    message = N_("没有需要办理的回访。")


class PaidTooMuch(Refused):
    """More was paid than promised, or it is paid in full."""

    message = N_("约定的是{amount}，已付{paid}，请核对本次金额；已经付清的请选“履行完毕”。")
    is_slip = True


def state_shown(state: str, *, is_past: bool, confirmed: bool = False) -> str:
    """Return the state as it reads: a promise not kept in time is 逾期.

    :param is_past: its last day in time is over
    :param confirmed: a court confirmed the agreement
    """
    if state in UNKEPT and is_past:
        return "overdue"
    return "confirmed" if state == "pending" and confirmed else state


def visits_planned(*, form: str | None, difficulty: str, usual: int, simple: int, private: int) -> int:
    """Return how many return visits follow performance (county default).

    :param form: private, oral, written; None where a department settled it
    """
    if form == "private":
        return private
    return simple if difficulty == "simple" else usual


def check_all_agree(all_agree: bool) -> None:
    """Check that every party agrees to the variation.

    :raises NotAllAgree: somebody does not
    """
    if not all_agree:
        raise NotAllAgree(fields={"all_agree": NotAllAgree.message})
