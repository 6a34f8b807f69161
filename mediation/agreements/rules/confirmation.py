"""Judicial confirmation: which agreements, until when. No database, no clock."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

RESULTS = {
    "confirmed": N_("裁定确认调解协议有效，一方不履行的，对方可以申请强制执行"),
    "rejected": N_("裁定驳回司法确认申请，可以重新调解或者起诉"),
    "mend": N_("要求补正司法确认材料"),
    "withdrawn": N_("准许撤回司法确认申请"),
}
STATES = {
    **RESULTS,
    "declined": N_("双方没有共同申请"),
    "barred": N_("经审查不属于司法确认范围"),
    "lapsed": N_("已过申请期限，没有申请"),
    "filed": N_("已向法院提出申请"),
}
STATUS = N_("协议涉及婚姻、收养、亲子等身份关系是否成立")
RIGHTS = N_("协议要求确认物权或者知识产权归谁")
DECIDED = ("declined", "barred", "lapsed", "confirmed", "rejected", "withdrawn")


class NotConfirmable(Refused):
    """Only an agreement of a mediation committee can be confirmed (人民调解法 33)."""

    message = N_(
        "当事人自行和解不是人民调解协议，不能申请司法确认。要有强制力的，可以请调委会重新制作调解协议。"
    )


class NotYetInForce(Refused):
    """The agreement has not taken effect."""

    message = N_("调解协议还没有生效，不能申请司法确认。")


class FiledTooLate(Refused):
    """The 30 days have gone by (人民调解法 33, 民诉法 205)."""

    message = N_(
        "协议{in_force_on}生效，申请司法确认最迟{last_day}，现在是{filed_on}，已经过期，不能再申请。"
        "协议仍然有效，对方不履行的可以起诉。"
    )


class NotAsked(Refused):
    """The step comes before the one it rests on."""

    message = N_("双方还没有共同表示申请司法确认，或者还没有审查，不能办理这一步。")


class NotFiled(Refused):
    """No application lies with the court."""

    message = N_("还没有向法院提出申请，不能登记法院的处理结果。")


class NoCourt(Refused):
    """An application goes to a named court."""

    message = N_("请写明向哪个法院申请。")
    is_slip = True


class NoRuling(Refused):
    """A ruling has a number."""

    message = N_("请填写裁定书文号。")
    is_slip = True


class UnknownResult(Refused):
    """A result the form does not offer."""

    message = N_("“{result}”不是可以选的处理结果，请重新选择。")
    is_slip = True


def check_form(form: str) -> None:
    """Check that the agreement is a mediation committee's (人民调解法 33).

    :raises NotConfirmable: a private settlement
    """
    if form == "private":
        raise NotConfirmable()


def bars(
    *, status_relation: bool, property_rights: bool, other_bar: str, traits: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return why a court would not accept it; empty where it would (民诉法解释 355)."""
    found = []
    if status_relation or traits.get("status_only"):
        found.append(STATUS)
    if property_rights:
        found.append(RIGHTS)
    if other_bar.strip() and other_bar.strip() not in ("无", "没有"):
        found.append(other_bar.strip().rstrip("。"))
    return tuple(found)


def check_in_time(*, filed_on: date, in_force_on: date, last_day: date, field: str = "filed_on") -> None:
    """Check the day of filing, or of asking, against the last day to apply.

    :raises FiledTooLate: after ``last_day``
    """
    if filed_on > last_day:
        words = {"in_force_on": in_force_on, "last_day": last_day, "filed_on": filed_on}
        raise FiledTooLate(**words, fields={field: FiledTooLate.message.format(**words)})
