"""How notices leave the house, read from the environment once. Nothing set: they stay in the app."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from urllib.parse import unquote, urlsplit

from mediation.notifications.rules import BadEmail, Robots, check_email

WECOM_HOST = "qyapi.weixin.qq.com"
PORTS = {"smtp": 587, "smtps": 465}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?")


class Misconfigured(Exception):
    """The environment lacks something or says something unusable; the message names the variable."""


@dataclass(frozen=True)
class Smtp:
    """A mail server.

    :ivar tls_first: TLS from the first byte (smtps); else STARTTLS where the server offers it
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls_first: bool = False


@dataclass(frozen=True)
class Sending:
    """How notices leave the house.

    :ivar url: where people reach the system, without a slash at the end; every message links there
    :ivar robots: where 企业微信 robots may be; none without ``url``
    :ivar digest_at: when the digest goes out, in the county's time
    """

    url: str = ""
    smtp: Smtp | None = None
    mail_from: str = ""
    robots: Robots = field(default_factory=Robots)
    digest_at: time = time(8)


def read(given: Mapping[str, str]) -> Sending:
    """Read MEDIATION_URL, _SMTP, _MAIL_FROM, _WEBHOOK_HOSTS and _DIGEST_AT.

    :raises Misconfigured: a value cannot be used, or one is missing that another needs
    """
    url = _url(given.get("MEDIATION_URL", "").strip())
    smtp = _smtp(given.get("MEDIATION_SMTP", "").strip())
    mail_from = given.get("MEDIATION_MAIL_FROM", "").strip()
    if smtp is not None:
        for name, value in (("MEDIATION_URL", url), ("MEDIATION_MAIL_FROM", mail_from)):
            if not value:
                raise Misconfigured(f"MEDIATION_SMTP is set, so {name} must be set too")
        try:
            mail_from = check_email(mail_from)
        except BadEmail:
            raise Misconfigured(f"MEDIATION_MAIL_FROM is no e-mail address: {mail_from!r}") from None
    robots = _robots(given.get("MEDIATION_WEBHOOK_HOSTS", WECOM_HOST)) if url else Robots()
    return Sending(url, smtp, mail_from, robots, _hour(given.get("MEDIATION_DIGEST_AT", "08:00").strip()))


def _url(text: str) -> str:
    parts = urlsplit(text)
    if text and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    ):
        raise Misconfigured(f"MEDIATION_URL must be like https://tiaojie.example.cn, not {text!r}")
    return text.rstrip("/")


def _smtp(text: str) -> Smtp | None:
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise Misconfigured("MEDIATION_SMTP must be like smtps://user:password@mail.example.cn:465")
    return Smtp(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_first=parts.scheme == "smtps",
    )


def _robots(text: str) -> Robots:
    """Hosts separated by commas; one with http:// in front is reached without TLS; "none": no robots."""
    entries = [entry.strip().lower() for entry in text.split(",") if entry.strip()]
    if entries == ["none"]:
        return Robots()
    hosts = [
        entry.removeprefix("https://").rstrip("/") for entry in entries if not entry.startswith("http://")
    ]
    plain = [entry.removeprefix("http://").rstrip("/") for entry in entries if entry.startswith("http://")]
    for host in (*hosts, *plain):
        if not _HOST.fullmatch(host):
            raise Misconfigured(f"MEDIATION_WEBHOOK_HOSTS must name hosts, not {host!r}")
    return Robots(tuple(hosts), tuple(plain))


def _hour(text: str) -> time:
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise Misconfigured(f"MEDIATION_DIGEST_AT must be a time like 08:00, not {text!r}")
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
