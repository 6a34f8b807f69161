"""What may be a way out, how often and how long one tries it. No database, no clock."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from mediation.kernel.errors import Conflict, Refused
from mediation.kernel.text import N_

EMAIL, WECOM = "email", "wecom"
KINDS = (EMAIL, WECOM)
MOST_CHANNELS = 5
ADDRESS_AT_MOST = 254
PASSED_AT_MOST = 500

# County defaults, all of them.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
DOWN_PAUSE = timedelta(minutes=2)
MOST_TRIES = 8
DEAD_AFTER = 10
UNSURE_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=3)
TEST_PAUSE = timedelta(minutes=1)
DIGEST_LOOKS_BACK = timedelta(days=7)

# 企业微信, 群机器人配置说明: each robot may send 20 messages a minute.
ROBOT_A_MINUTE = 20
MINUTE = timedelta(minutes=1)
# The same page: text up to 2048 bytes, markdown up to 4096, both in UTF-8.
TEXT_BYTES, MARKDOWN_BYTES = 2048, 4096

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_LONG_NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))\d(?:[ -]?\d){6,}[Xx]?")


class BadEmail(Refused):
    """What was given is no e-mail address."""

    message: ClassVar[str] = N_("邮箱地址不对。请核对后重填，例如 name@example.cn。")


class BadRobot(Refused):
    """What was given is no address of a group robot."""

    message: ClassVar[str] = N_(
        "机器人地址不对。请在企业微信群的“群机器人”里复制完整的 Webhook 地址（以 https:// 开头，带 key=）。"
    )


class RobotElsewhere(Refused):
    """The address leads to a host the county did not allow."""

    message: ClassVar[str] = N_(
        "只能发往县里允许的地址：{hosts}。请从企业微信复制机器人地址，或联系系统管理员。"
    )


class KindNotSetUp(Refused):
    """The county has not set this way out up."""

    message: ClassVar[str] = N_("县里还没有开通这种通知方式，请联系系统管理员。系统内的通知不受影响。")


class AddressTwice(Refused):
    """The person has this address already."""

    message: ClassVar[str] = N_("这个地址您已经添加过了，直接在下面修改即可。")


class TooManyChannels(Refused):
    """Nobody needs so many."""

    message: ClassVar[str] = N_("最多添加{most}个通知方式，请先删除不用的。")


class TestedJustNow(Refused):
    """A test went out a moment ago."""

    message: ClassVar[str] = N_("刚刚测试过，请等一分钟再试。")


class NotSendable(Conflict):
    """It is under way, has gone, or was called off."""

    message: ClassVar[str] = N_("这条消息已不在待处理之列，可能刚有人处理过。请刷新后再看。")


class DigestOver(Refused):
    """The day of the digest is past."""

    message: ClassVar[str] = N_("这是{day}的每日摘要，已经过时，不再补发；今天的摘要另行发送。")


@dataclass(frozen=True)
class Robots:
    """Where robots may be.

    :ivar hosts: host names, or host:port, reached by TLS
    :ivar plain: hosts the county named with http://, as for a relay in its own house
    """

    hosts: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hosts or self.plain)

    def __str__(self) -> str:
        return "、".join((*self.hosts, *self.plain))


def check_email(text: str) -> str:
    """Return the address, its host in small letters.

    :raises BadEmail: it is none that mail can be sent to (RFC 5321, ASCII)
    """
    text = text.strip()
    if len(text) > ADDRESS_AT_MOST or not _EMAIL.fullmatch(text) or len(text.partition("@")[0]) > 64:
        raise BadEmail(fields={"address": BadEmail.message})
    user, _, host = text.rpartition("@")
    return f"{user}@{host.lower()}"


def check_robot(text: str, robots: Robots) -> str:
    """Return the robot's address, its host in small letters.

    :raises BadRobot: it is no https address, carries no key, or names somebody to sign in as
    :raises RobotElsewhere: its host is none of ``robots``
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        host = parts.netloc.lower()
        usable = parts.port != 0 and len(text) <= PASSED_AT_MOST and text.isascii() and text.isprintable()
    except ValueError:
        usable, host, parts = False, "", urlsplit("")
    if not usable or " " in text or "\\" in text or "@" in host or parts.fragment or not parts.hostname:
        raise BadRobot(fields={"address": BadRobot.message})
    host = host.removesuffix(":443") if parts.scheme == "https" else host
    allowed = robots.hosts if parts.scheme == "https" else robots.plain if parts.scheme == "http" else ()
    if not allowed and parts.scheme != "https":
        raise BadRobot(fields={"address": BadRobot.message})
    if host not in allowed:
        refusal = RobotElsewhere(hosts=str(robots))
        raise RobotElsewhere(hosts=str(robots), fields={"address": refusal.sentence()})
    if not parse_qs(parts.query).get("key"):
        raise BadRobot(fields={"address": BadRobot.message})
    return parts._replace(netloc=host).geturl()


def shown_address(kind: str, address: str) -> str:
    """Return the address as a page may show it: a robot's key only by its end, a user by the first sign."""
    if kind == WECOM:
        parts = urlsplit(address)
        key = parse_qs(parts.query).get("key", [""])[0]
        return f"{parts.hostname or ''} …{key[-4:]}" if address else ""
    user, sign, host = address.rpartition("@")
    return f"{user[:2]}***{sign}{host}" if address else ""


def content_key(*parts: object) -> str:
    """Return what makes one content: the same parts give the same 64 hex digits."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def pause(tries: int) -> timedelta:
    """Return how long to wait after the ``tries``-th failure: 1, 2, 4 … minutes, an hour at the most."""
    return min(FIRST_PAUSE * 2 ** (max(tries, 1) - 1), LONGEST_PAUSE)


def not_before(begun: Collection[datetime], at: datetime, *, most: int = ROBOT_A_MINUTE) -> datetime | None:
    """Return when one more message may go to a robot; None: now.

    :param begun: when messages to it began
    """
    recent = sorted(moment for moment in begun if moment > at - MINUTE)
    return recent[-most] + MINUTE if len(recent) >= most else None


def without_numbers(text: str) -> str:
    """Return ``text`` with telephone and identity numbers blotted out; case numbers and dates stay."""
    return _LONG_NUMBER.sub("****", text)


def fit(text: str, most: int) -> str:
    """Return ``text`` cut to ``most`` bytes of UTF-8, with an ellipsis where something is missing."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    return raw[: most - len("…".encode())].decode(errors="ignore") + "…"
