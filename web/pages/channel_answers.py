"""What the answers of 企业微信 and of mail servers mean, in plain words: a few published codes."""

import re
from collections.abc import Mapping

from mediation.kernel.text import N_
from mediation.notifications.rules import EMAIL, WECOM
from web.language import word

# 企业微信开发者中心, 全局错误码; RFC 5321 4.2.3, RFC 3463 3.2 and 3.3, RFC 4954 6.
MEANING: Mapping[str, Mapping[str, str]] = {
    WECOM: {
        "93000": N_("机器人地址不对，或者机器人已经被移出群。"),
        "93004": N_("这个机器人被停用了。"),
        "93008": N_("机器人不在这个群里。"),
        "45009": N_("发得太快，企业微信暂时不收，过一会儿再发。"),
    },
    EMAIL: {
        "5.1.1": N_("没有这个邮箱，地址可能写错了。"),
        "5.2.2": N_("对方的邮箱满了。"),
        "552": N_("对方的邮箱满了。"),
        "535": N_("发信用的账号或密码不对，请告诉系统管理员。"),
        "550": N_("对方的邮箱收不了信，可能没有这个邮箱，或者对方不收。"),
    },
}
CODE = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b|^\d{3,6}\b")


def meaning(kind: str, answer: str | None) -> str:
    """Return what an answer means in one sentence, the more exact of its codes first; "" where not known."""
    codes = sorted(CODE.findall(answer or ""), key=lambda code: "." not in code)
    known = MEANING.get(kind, {})
    return next((word(known[code]) for code in codes if code in known), "")
