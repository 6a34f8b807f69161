"""A visit: from signing in to signing out or to the idle time-out. Its cookie holds only who and when."""

from datetime import datetime, timedelta

from flask import current_app, session

from mediation.kernel.errors import NotFound
from mediation.people import queries as people
from mediation.people.queries import Identity
from web import asking

PERSON, SEEN, LANGUAGE, LARGE, EXPIRED = "person", "seen", "language", "large", "expired"
FRESH = timedelta(seconds=60)


def begin(person_id: int) -> None:
    """Begin a visit; nothing of an earlier one is kept but how to show pages."""
    kept = {key: session[key] for key in (LANGUAGE, LARGE) if key in session}
    session.clear()
    session.update(kept)
    session[PERSON] = person_id
    session[SEEN] = asking.now().isoformat(timespec="seconds")


def end(*, expired: bool = False) -> None:
    """End the visit."""
    for key in (PERSON, SEEN):
        session.pop(key, None)
    if expired:
        session[EXPIRED] = True


def visitor() -> Identity | None:
    """Return who is signed in, in today's posts; None after the idle time-out or without a visit."""
    person_id = session.get(PERSON)
    if person_id is None:
        return None
    idle = asking.now() - datetime.fromisoformat(session[SEEN])
    if idle > current_app.config["IDLE_TIMEOUT"]:
        end(expired=True)
        return None
    try:
        found = people.identity(asking.reading(), person_id, asking.today(), locality=asking.locality())
    except NotFound:
        end()
        return None
    if idle > FRESH or idle < timedelta(0):
        session[SEEN] = asking.now().isoformat(timespec="seconds")
    return found
