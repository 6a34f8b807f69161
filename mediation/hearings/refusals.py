"""What is refused because the 屋场会 is not at that point."""

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

STATES = {
    "proposed": N_("等待当事人同意"),
    "consented": N_("等待确定主持人"),
    "called": N_("等待发通知"),
    "noticed": N_("等待开会签到"),
    "open": N_("正在开会"),
    "voted": N_("等待写会议记录"),
    "minuted": N_("等待公示"),
}


class NoHearing(Refused):
    """No hearing is under way."""

    message = N_("本案没有正在筹备或者进行的屋场会。")


class OutOfTurn(Refused):
    """The steps of a hearing follow each other."""

    message = N_("屋场会现在{state}，还不能办理这一步。")


class HearingUnderWay(Refused):
    """One hearing at a time."""

    message = N_("本案已有一次屋场会正在筹备，请先办完再提议。")
