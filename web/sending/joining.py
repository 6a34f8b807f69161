"""Joins delivery to what it needs: ways out, counts of the inbox, addresses of pages, languages."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from sqlalchemy.orm import Session

from mediation.casework.returning import events as returning_events
from mediation.comments import events as comment_events
from mediation.hearings import events as hearing_events
from mediation.inbox import events as inbox_events
from mediation.inbox import queries as inbox
from mediation.kernel.sentences import Translate
from mediation.notifications.delivery import Counted, Outside, Sender
from mediation.notifications.rules import EMAIL, WECOM
from mediation.people.queries import Identity
from web.sending.mail import Mailbox
from web.sending.robot import GroupRobot
from web.sending.settings import Sending

# A sentence is said in another language by its fact's class; a scheduler has no page that knew them all.
SAID = (comment_events, hearing_events, inbox_events, returning_events)
CATALOGUES = Path(__file__).parent.parent / "translations"


def outside(sending: Sending) -> Outside:
    """Return what delivery needs, as ``sending`` chooses; no connection is opened."""
    return Outside(
        senders=_senders(sending),
        counting=count,
        link=lambda case_id: _link(sending.url, case_id),
        translate=translator,
        digest_at=sending.digest_at,
        robots=sending.robots,
    )


def count(session: Session, identity: Identity, at: datetime) -> Counted:
    """Return how full somebody's boxes are, as the inbox counts them."""
    found = inbox.counts(session, identity=identity, at=at)
    return Counted(**{box: getattr(found, box, 0) for box in ("mine", "today", "late", "waiting")})


@cache
def translator(language: str) -> Translate:
    """Return what says Chinese sentences in ``language``."""
    if language == "zh":
        return str
    found: NullTranslations = Translations.load(str(CATALOGUES), [language])
    return found.gettext


def _senders(sending: Sending) -> Mapping[str, Sender]:
    found: dict[str, Sender] = {}
    if sending.smtp is not None:
        found[EMAIL] = Mailbox(sending.smtp, sending.mail_from)
    if sending.robots:
        found[WECOM] = GroupRobot(sending.robots)
    return found


def _link(url: str, case_id: int | None) -> str:
    if not url:
        return ""
    return f"{url}/cases/{case_id}" if case_id is not None else f"{url}/inbox"
