"""Posts one message to a 企业微信 group robot: the host the county allowed, no detours."""

import ipaddress
import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx

from mediation.notifications.delivery.outside import SENT, Message, Outcome
from mediation.notifications.rules import (
    MARKDOWN_BYTES,
    TEXT_BYTES,
    BadRobot,
    RobotElsewhere,
    Robots,
    check_robot,
    fit,
)
from web.sending.settings import WECOM_HOST

TIMEOUT = 10.0
ANSWER_AT_MOST = 64 * 1024
# 企业微信, 全局错误码: what answers are about the robot, the pace, or this one message.
GONE = {93000, 93004, 93008}
TOO_FAST = {-1, 45009, 45033}
UNFIT = {40008, 40058, 44004, 45002, 45008}
# Robot markdown knows links, mentions and colours; what people wrote must not become any of them.
PLAIN = str.maketrans({"<": "＜", ">": "＞", "[": "［", "]": "］", "`": "｀", "*": "＊", "#": "＃"})


class GroupRobot:
    """Sends through group robots."""

    def __init__(self, robots: Robots, *, timeout: float = TIMEOUT) -> None:
        self._robots = robots
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False)

    def send(self, message: Message) -> Outcome:
        """Send ``message`` and say how it ended."""
        try:
            url = check_robot(message.address, self._robots)
        except (BadRobot, RobotElsewhere) as refusal:
            return Outcome("refused", refusal.sentence())
        try:
            _check_public(url)
            return self._post(url, body(message))
        except Inside as error:
            return Outcome("down", str(error))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, OSError) as error:
            return Outcome("down", f"{type(error).__name__}: {error}")
        except httpx.HTTPError as error:
            return Outcome("unsure", f"{type(error).__name__}: {error}")

    def _post(self, url: str, sent: dict[str, Any]) -> Outcome:
        content = json.dumps(sent, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        with self._client.stream("POST", url, content=content, headers=headers) as answer:
            raw = b""
            for part in answer.iter_raw():
                raw += part
                if len(raw) > ANSWER_AT_MOST:
                    break
        return _read(answer.status_code, raw)


class Inside(Exception):
    """A public host's name led to an address inside the house."""


def body(message: Message) -> dict[str, Any]:
    """Return the JSON a robot takes: the digest in markdown, a notice as text, which every phone shows.

    The limits are in bytes of UTF-8; the link always stays whole.
    """
    if not message.is_digest:
        tail = f"\n{message.link}" if message.link else ""
        said = "\n".join((message.subject, *message.lines[1:]))
        return {"msgtype": "text", "text": {"content": fit(said, TEXT_BYTES - len(tail.encode())) + tail}}
    tail = f"\n{message.link}" if message.link else ""
    lines = [f"**{message.subject.translate(PLAIN)}**", *(line.translate(PLAIN) for line in message.lines)]
    said = fit("\n".join(lines), MARKDOWN_BYTES - len(tail.encode()))
    return {"msgtype": "markdown", "markdown": {"content": said + tail}}


def _read(status: int, raw: bytes) -> Outcome:
    """Understand the answer: HTTP first, then 企业微信's own errcode."""
    if status == 429:
        return Outcome("busy", f"HTTP {status}")
    if status in (404, 410):
        return Outcome("refused", f"HTTP {status}")
    if status >= 500:
        return Outcome("down", f"HTTP {status}")
    if status != 200:
        return Outcome("again", f"HTTP {status}")
    try:
        answer = json.loads(raw)
        code, said = int(answer["errcode"]), f"{answer['errcode']} {answer.get('errmsg', '')}".strip()
    except (ValueError, TypeError, KeyError):
        return Outcome("unsure", "HTTP 200, but no answer of a robot")
    if code == 0:
        return SENT
    if code in GONE:
        return Outcome("refused", said)
    if code in TOO_FAST:
        return Outcome("busy", said)
    return Outcome("rejected" if code in UNFIT else "again", said)


def _check_public(url: str) -> None:
    """See that 企业微信's name leads out of the house; a host the county itself named may be inside.

    TLS then proves that it is that host, so a name that turns elsewhere a moment later gains nothing.

    :raises Inside: it leads to a private, loopback or link-local address
    """
    parts = urlsplit(url)
    if parts.hostname != WECOM_HOST:
        return
    for *_, place in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(place[0]).is_global:
            raise Inside(f"{parts.hostname} leads to {place[0]}, which is not a public address")
