"""What delivery needs from outside this room: ways out, counts, addresses of pages, languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from mediation.kernel.sentences import Translate
from mediation.notifications.rules import Robots
from mediation.people.queries import Identity

Kind = Literal["sent", "down", "busy", "again", "rejected", "refused", "unsure"]


@dataclass(frozen=True)
class Outcome:
    """How sending one message ended.

    ``sent``: the other side took it. ``down``: the whole service does not answer, nobody's address
    is to blame. ``busy``: too much at once, later. ``again``: this address has trouble that may
    pass. ``rejected``: this message will never be taken. ``refused``: this address will never take
    one. ``unsure``: it was on its way when the line broke; it may have arrived.

    :ivar told: what the other side said, word for word
    """

    kind: Kind
    told: str = ""


SENT = Outcome("sent")


@dataclass(frozen=True)
class Message:
    """One message for one address.

    :ivar key: the same for the same delivery, whoever sends it and how often
    :ivar lines: paragraphs in plain words
    :ivar link: page to go on from; "" where the county named none
    :ivar is_digest: the morning's digest, else one notice
    """

    kind: str
    address: str
    key: str
    subject: str
    lines: tuple[str, ...]
    link: str
    foot: str
    at: datetime
    is_digest: bool = False


class Sender(Protocol):
    """Sends through one kind of channel. Raises nothing that it can foresee."""

    def send(self, message: Message) -> Outcome:
        """Send ``message`` and say how it ended."""
        ...


@dataclass(frozen=True)
class Counted:
    """How much lies on a desk."""

    mine: int = 0
    today: int = 0
    late: int = 0
    waiting: int = 0

    def __bool__(self) -> bool:
        return any((self.mine, self.today, self.late, self.waiting))


Counting = Callable[[Session, Identity, datetime], Counted]


@dataclass(frozen=True)
class Outside:
    """All of it.

    :ivar senders: by kind of channel; kinds that are not set up are missing
    :ivar link: address of a case's page, of the inbox for None; "" where the county named none
    :ivar translate: by language, what says a Chinese sentence in it
    :ivar digest_at: from when on in the morning the digest goes out, in the county's time
    """

    senders: Mapping[str, Sender] = field(default_factory=dict)
    counting: Counting = lambda session, identity, at: Counted()
    link: Callable[[int | None], str] = lambda case_id: ""
    translate: Callable[[str], Translate] = lambda language: str
    digest_at: time = time(8)
    robots: Robots = field(default_factory=Robots)
