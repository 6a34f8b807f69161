"""Sends one message by SMTP, and tells a refused recipient apart from a server in trouble."""

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import Any

from mediation.kernel.clock import local
from mediation.notifications.delivery.outside import SENT, Message, Outcome
from web.sending.settings import Smtp

TIMEOUT = 20
# Enhanced status codes (RFC 3463): x.7.* is about leave to send, not about the address; x.2.2 is a
# full mailbox, which its owner empties.
_NO_LEAVE = re.compile(r"\b[45]\.7\.\d+\b")
_FULL = re.compile(r"\b[45]\.2\.2\b")
_OF_THE_SERVER = {421, 454, 530, 534, 535, 538}


class Mailbox:
    """Sends e-mail through the county's server, one connection a message."""

    def __init__(
        self, server: Smtp, mail_from: str, *, timeout: float = TIMEOUT, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._mail_from = mail_from
        self._timeout = timeout
        self._tls = tls or ssl.create_default_context()

    def send(self, message: Message) -> Outcome:
        """Send ``message`` and say how it ended."""
        try:
            smtp = self._open()
        except (smtplib.SMTPException, OSError, NoSafeWay) as error:
            return Outcome("down", _told(error))
        try:
            return self._hand_over(smtp, message)
        finally:
            smtp.close()

    def _open(self) -> smtplib.SMTP:
        """Connect, encrypt and sign in."""
        server = self._server
        if server.tls_first:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=self._tls
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            encrypted = server.tls_first
            if not encrypted and smtp.has_extn("starttls"):
                smtp.starttls(context=self._tls)
                smtp.ehlo()
                encrypted = True
            if server.user:
                if not encrypted:
                    raise NoSafeWay("the server offers no STARTTLS; the password is not sent in the clear")
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _hand_over(self, smtp: smtplib.SMTP, message: Message) -> Outcome:
        """Name sender and recipient, then hand the text over.

        Until the last line of the text was sent nothing can have arrived; from there to the
        server's answer nobody knows.
        """
        raw = written(message, self._mail_from).as_bytes(policy=SMTP_POLICY)
        try:
            code, reply = smtp.mail(self._mail_from)
            if code != 250:
                return Outcome("down", _said(code, reply))
            code, reply = smtp.rcpt(message.address)
            if code not in (250, 251):
                return _of_recipient(code, _said(code, reply))
            code, reply = smtp.docmd("DATA")
            if code != 354:
                return _of_text(code, _said(code, reply))
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("down", _told(error))
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n")
            code, reply = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            return Outcome("unsure", _told(error))
        if code != 250:
            return _of_text(code, _said(code, reply))
        _quit(smtp)
        return SENT


class NoSafeWay(Exception):
    """The password would have to be sent readable by anybody on the way."""


def written(message: Message, mail_from: str) -> EmailMessage:
    """Return the message as an e-mail: text only, in UTF-8."""
    mail = EmailMessage(policy=SMTP_POLICY)
    user, _, host = mail_from.rpartition("@")
    house, _, _ = message.subject.removeprefix("【").partition("】")
    mail["From"] = Address(display_name=house, username=user, domain=host)
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(local(message.at))
    mail["Message-ID"] = f"<{message.key}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    paragraphs = [*message.lines, message.link, f"-- \n{message.foot}"]
    mail.set_content("\n\n".join(part for part in paragraphs if part) + "\n", cte="base64")
    return mail


def _of_recipient(code: int, said: str) -> Outcome:
    if code in _OF_THE_SERVER or _NO_LEAVE.search(said):
        return Outcome("down", said)
    if code < 500 or code == 552 or _FULL.search(said):
        return Outcome("again", said)
    return Outcome("refused", said)


def _of_text(code: int, said: str) -> Outcome:
    if code in _OF_THE_SERVER or _NO_LEAVE.search(said):
        return Outcome("down", said)
    return Outcome("busy" if code < 500 else "rejected", said)


def _quit(smtp: smtplib.SMTP) -> None:
    """Take leave; whatever the server answers, it has the message."""
    try:
        smtp.docmd("QUIT")
    except (smtplib.SMTPException, OSError):
        return


def _said(code: int, reply: Any) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
    return f"{code} {text}".replace("\n", " ").strip()


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"
