"""Against a real SMTP server on this machine: what arrives, and how often."""

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from sqlalchemy.orm import Session, sessionmaker

from mediation.kernel.locality import Locality
from mediation.notifications.delivery import Message, Outcome
from mediation.notifications.rules import EMAIL
from tests.operations.delivery_stage import HERE, NOON, Village, free_port
from web.sending.mail import Mailbox
from web.sending.settings import Smtp

pytestmark = pytest.mark.loopback


class PostOffice:
    """What arrived at the SMTP server, and whom it refuses."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.on_text: str = "250 taken"
        self.lets_go_of_line = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse a recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        """Take the text."""
        if self.on_text.startswith("250"):
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.mails.append(found)
        if self.lets_go_of_line:
            assert server.transport is not None
            server.transport.abort()
        return self.on_text


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def server(office: PostOffice) -> Iterator[Controller]:
    running = Controller(office, hostname=HERE, port=free_port())
    running.start()
    yield running
    if running.loop.is_running():
        running.stop()


@pytest.fixture
def village(session_factory: sessionmaker[Session], locality: Locality) -> Village:
    return Village(session_factory, locality)


def by_mail(village: Village, port: int, **changes: Any) -> dict[str, Any]:
    return {"senders": {EMAIL: Mailbox(Smtp(HERE, port), "tj@example.cn", timeout=5)}, **changes}


def test_a_mail_arrives_once_with_headers_and_text(
    village: Village, server: Controller, office: PostOffice
) -> None:
    village.channel("zhang")
    village.notice()

    done = village.deliver(**by_mail(village, server.port))
    village.deliver(**by_mail(village, server.port))

    (mail,) = office.mails
    (row,) = village.deliveries()
    assert done.sent == 1
    assert mail["To"] == "zhang@example.cn"
    assert mail["From"] == "矛盾纠纷多元化解 <tj@example.cn>"
    assert mail["Subject"] == f"【矛盾纠纷多元化解】{village.number}：有一条紧急通知"
    assert mail["Message-ID"] == f"<{row.id}-{row.content_key[:16]}@example.cn>"
    assert mail["Date"] == "Mon, 14 Sep 2026 12:00:00 +0800"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert village.number in text
    assert "情况：申请人持刀。" in text
    assert f"https://t.example.cn/cases/{village.case_id}" in text
    assert "李大山" not in text
    assert "138" not in text


def test_two_workers_at_once_send_one_mail_each(
    village: Village, server: Controller, office: PostOffice
) -> None:
    village.channel("zhang")
    for number in range(6):
        village.notice(kind="Unknown", sentence=f"第{number}件")

    with ThreadPoolExecutor(2) as workers:
        passes = [workers.submit(village.deliver, **by_mail(village, server.port)) for _ in range(2)]
        sent = sum(each.result().sent for each in passes)

    assert (sent, len(office.mails)) == (6, 6)
    assert len({mail["Message-ID"] for mail in office.mails}) == 6


def test_a_server_that_was_down_gets_it_once_it_is_up(village: Village, office: PostOffice) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    port = free_port()
    ways = by_mail(village, port)

    first = village.deliver(**ways)
    running = Controller(office, hostname=HERE, port=port)
    running.start()
    try:
        at_once = village.deliver(**ways)
        village.later(minutes=3)
        later, again = village.deliver(**ways), village.deliver(**ways)
    finally:
        running.stop()

    assert (first.down, first.later, at_once.sent, later.sent, again.sent) == ({EMAIL}, 1, 0, 1, 0)
    assert len(office.mails) == 1
    (channel,) = village.channels([channel_id])
    assert (channel.state, channel.failures) == ("on", 0)


@pytest.mark.parametrize(
    ("answer", "state", "channel"),
    [
        ("550 5.1.1 no such user here", "failed", "dead"),
        ("450 4.2.1 try again later", "waiting", "on"),
        ("552 5.2.2 mailbox full", "waiting", "on"),
        ("550 5.7.1 relaying denied", "waiting", "on"),
    ],
)
def test_a_refused_recipient_is_told_apart_from_trouble_that_passes(
    village: Village, server: Controller, office: PostOffice, answer: str, state: str, channel: str
) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    office.refused["zhang@example.cn"] = answer

    village.deliver(**by_mail(village, server.port))

    assert (village.states(), office.mails) == ([state], [])
    (row,) = village.channels([channel_id])
    assert row.state == channel


@pytest.mark.parametrize(
    ("answer", "state"), [("554 5.6.0 not this text", "failed"), ("451 4.3.0 later", "waiting")]
)
def test_a_refused_text_kills_no_channel(
    village: Village, server: Controller, office: PostOffice, answer: str, state: str
) -> None:
    channel_id = village.channel("zhang")
    village.notice()
    office.on_text = answer

    village.deliver(**by_mail(village, server.port))

    (row,) = village.channels([channel_id])
    assert (village.states(), row.state) == ([state], "on")


def test_a_line_that_breaks_after_the_text_is_not_sent_again(
    village: Village, server: Controller, office: PostOffice
) -> None:
    village.channel("zhang")
    village.notice()
    office.lets_go_of_line = True

    done = village.deliver(**by_mail(village, server.port))
    village.later(hours=5)
    village.deliver(**by_mail(village, server.port))

    assert (done.unsure, village.states(), len(office.mails)) == (1, ["unsure"], 1)


def test_a_worker_that_dies_after_sending_leaves_it_unsure(
    village: Village, server: Controller, office: PostOffice
) -> None:
    village.channel("zhang")
    village.notice()
    ways = by_mail(village, server.port)

    class Dies:
        def send(self, message: Any) -> Outcome:
            assert ways["senders"][EMAIL].send(message).kind == "sent"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        village.deliver(senders={EMAIL: Dies()})
    village.later(minutes=11)
    village.deliver(**ways)
    village.later(days=1)
    village.deliver(**ways)

    assert (village.states(), len(office.mails)) == (["unsure"], 1)


def test_a_password_is_not_sent_where_anybody_could_read_it(server: Controller) -> None:
    box = Mailbox(Smtp(HERE, server.port, user="tj", password="geheim"), "tj@example.cn", timeout=5)

    outcome = box.send(a_message())

    assert outcome.kind == "down"
    assert "STARTTLS" in outcome.told


@pytest.mark.parametrize(("password", "kind"), [("geheim", "sent"), ("wrong", "down")])
@pytest.mark.parametrize("tls_first", [True, False])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # smtps: the line has it
def test_signs_in_over_tls(
    office: PostOffice, certificate: tuple[Path, Path], password: str, kind: str, tls_first: bool
) -> None:
    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"tj@example.cn", b"geheim"))

    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(*certificate)
    given = {"ssl_context": serving} if tls_first else {"tls_context": serving, "require_starttls": True}
    rules = {"auth_required": True, "auth_require_tls": not tls_first, "authenticator": authenticate}
    running = Controller(office, hostname=HERE, port=free_port(), **given, **rules)
    running.start()
    trusting = ssl.create_default_context(cafile=certificate[0])
    smtp = Smtp(HERE, running.port, user="tj@example.cn", password=password, tls_first=tls_first)
    try:
        outcome = Mailbox(smtp, "tj@example.cn", timeout=5, tls=trusting).send(a_message())
        untrusting = Mailbox(smtp, "tj@example.cn", timeout=5).send(a_message())
    finally:
        running.stop()

    assert (outcome.kind, untrusting.kind) == (kind, "down")
    assert "CERTIFICATE_VERIFY_FAILED" in untrusting.told
    assert len(office.mails) == (kind == "sent")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine's own, good for the address it listens on."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept, secret = folder / "cert.pem", folder / "key.pem"
    kept.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return kept, secret


def a_message() -> Message:
    return Message(EMAIL, "zhang@example.cn", "1-a", "【家】题", ("行",), "", "脚", NOON)
