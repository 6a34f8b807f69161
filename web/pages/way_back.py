"""The list a task was opened from: back to that very list, or on to the task that follows in it."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, url_for

from mediation.casework.desks import FAR, RISK_RANKS
from mediation.inbox import queries as inbox
from mediation.inbox.queries import Asked, ItemView
from mediation.inbox.queries.orders import order_of
from web import asking, rescue, visits

LIST = "list"
LONGEST = 1000
NOT_ONES_OWN = frozenset({"waiting", "followed", "done"})


def asked() -> Asked | None:
    """Return the list this page was opened from, as it or the page before says; None where from none."""
    said = request.values.get(LIST)
    if said is None:
        parts = urlsplit(rescue.came_from() or "")
        said = parts.query if parts.path == url_for("inbox.index") else None
    if said is None or len(said) > LONGEST:
        return None
    return Asked.read(dict(parse_qsl(said)))


def written(known: Asked | None) -> str:
    """Return the list as a form carries it along; "" for none or the first."""
    return urlencode(known.written()) if known is not None else ""


def address(known: Asked | None) -> str:
    """Return where the list is."""
    said: dict[str, Any] = known.written() if known is not None else {}
    return url_for("inbox.index", **said)


def onwards(done_id: int) -> str:
    """Return where to go once a task is done: the list it was in or the next task, as the person chose."""
    known = asked()
    if visits.preferred().after_task != "next":
        return address(known)
    following = _following(done_id, known or Asked())
    if following is None:
        return address(known)
    carried: dict[str, Any] = {LIST: written(known)} if written(known) else {}
    return url_for("tasks.show", item_id=following.id, **carried)


def _following(done_id: int, known: Asked) -> ItemView | None:
    """Return the task after the one done in that list, else its first, else the most urgent of one's own."""
    session, me = asking.reading_afresh(), asking.person()
    done = inbox.open_item(session, item_id=done_id, identity=me)
    lists = [(known, _key_of(known, done)), (known, None), (Asked(), None)]
    if known.box in NOT_ONES_OWN:
        lists = lists[2:]
    for each, after in lists:
        page = inbox.listing(session, identity=me, asked=each, at=asking.now(), after=after, size=5)
        for item in page.items:
            if item.may_do and item.id != done_id:
                return item
    return None


def _key_of(known: Asked, done: ItemView) -> str:
    """Return the place in the list where the task stood."""
    place = SimpleNamespace(
        id=done.id,
        sort_at=done.due_at or FAR,
        risk_rank=RISK_RANKS.index(done.risk) if done.risk in RISK_RANKS else len(RISK_RANKS) - 1,
        kind=done.kind,
        opened_at=done.opened_at,
        closed_at=done.closed_at,
    )
    return order_of(known).key(place)
