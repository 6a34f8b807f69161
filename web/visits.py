"""A visit: from signing in to signing out or to the idle time-out. Its cookie holds only who and when."""

from datetime import datetime, timedelta

from flask import current_app, g, session

from mediation.kernel.errors import NotFound
from mediation.people import preferences
from mediation.people import queries as people
from mediation.people.preferences import Preferences
from mediation.people.queries import Identity
from web import asking

PERSON, SEEN, MARK, LANGUAGE, LARGE = "person", "seen", "mark", "language", "large"
EXPIRED, LAST = "expired", "last"
FRESH = timedelta(seconds=60)


def begin(person_id: int, *, mark: int = 0) -> None:
    """Begin a visit; nothing of an earlier one is kept but how to show pages.

    :param mark: the person's session mark; the visit is over once theirs is another
    """
    kept = {key: session[key] for key in (LANGUAGE, LARGE) if key in session}
    session.clear()
    session.update(kept)
    session[PERSON] = person_id
    session[MARK] = mark
    session[SEEN] = asking.now().isoformat(timespec="seconds")


def go_on(*, mark: int) -> None:
    """Let this visit go on where all others of the person end."""
    session[MARK] = mark


def end(*, expired: bool = False) -> None:
    """End the visit. Whose it was stays known, so that a form sent too late finds its writer."""
    person_id = session.pop(PERSON, None)
    for key in (SEEN, MARK):
        session.pop(key, None)
    if person_id is not None:
        session[LAST] = person_id
    if expired:
        session[EXPIRED] = True


def last() -> int | None:
    """Return whose visit this browser's present or last one is; None where it was never anybody's."""
    found: int | None = session.get(PERSON, session.get(LAST))
    return found


def visitor() -> Identity | None:
    """Return who is signed in, in today's posts.

    None without a visit, after the idle time-out, and once the password was changed elsewhere.
    """
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
    if found.session_mark != session.get(MARK, 0):
        end(expired=True)
        return None
    if idle > FRESH or idle < timedelta(0):
        session[SEEN] = asking.now().isoformat(timespec="seconds")
    return found


def preferred() -> Preferences:
    """Return how the visitor wants pages; large type by this browser's own switch until they chose."""
    person: Identity | None = g.get("person")
    return preferences.read(person.preferences if person is not None else {})


def is_large() -> bool:
    """Say whether pages are set in large type: as the person chose, else as this browser was told."""
    chosen = preferred().large
    return bool(session.get(LARGE)) if chosen is None else chosen
