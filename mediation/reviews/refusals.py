"""What is refused because the 集体评议 is not at that point."""

from datetime import date

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

STATES = {
    "consented": N_("等待组成评议团"),
    "formed": N_("等待开评议会"),
    "heard": N_("等待评议员交意见"),
    "summed_up": N_("等待送达"),
}


class NoReview(Refused):
    """No review is under way."""

    message = N_("本案没有正在进行的集体评议。")


class OutOfTurn(Refused):
    """The steps of a review follow each other."""

    message = N_("集体评议现在{state}，还不能办理这一步。")


class ReviewUnderWay(Refused):
    """One review at a time."""

    message = N_("本案已有一次集体评议正在进行，请先办完。")


class WrongDay(Refused):
    """A day that cannot be right."""

    message = N_("日期{day}不对：应在{first}到{last}之间。")
    is_slip = True


def check_day(day: date, *, first: date, last: date, field: str) -> None:
    """Check a day that somebody wrote.

    :raises WrongDay: before ``first`` or after ``last``
    """
    if not first <= day <= last:
        words = {"day": day, "first": first, "last": last}
        raise WrongDay(**words, fields={field: WrongDay.message.format(**words)})
