"""The list a task was opened from: back to that very list, or on to what is most urgent in it."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, url_for

from mediation.inbox import queries as inbox
from mediation.inbox.queries import Asked, ItemView
from web import asking, links, rescue, visits

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
    return links.leading_to("inbox.index", known.written() if known is not None else {})


def onwards(done_id: int) -> tuple[str, ItemView | None]:
    """Return where to go once a task is done, and the next task where the person chose to go on to one."""
    known = asked()
    following = _following(done_id, known or Asked()) if visits.preferred().after_task == "next" else None
    if following is None:
        return address(known), None
    carried: dict[str, Any] = {LIST: written(known)} if written(known) else {}
    return url_for("tasks.show", item_id=following.id, **carried), following


def _following(done_id: int, known: Asked) -> ItemView | None:
    """Return the most urgent task of that list, else of one's own: what is late comes first.

    A list that puts danger first stays in that order (county default).
    """
    session, me = asking.reading_afresh(), asking.person()
    urgent = known if known.sort == "risk" else replace(known, sort="due")
    lists = [Asked()] if known.box in NOT_ONES_OWN else [urgent, Asked()]
    for each in lists:
        page = inbox.listing(session, identity=me, asked=each, at=asking.now(), size=5)
        for item in page.items:
            if item.may_do and item.id != done_id:
                return item
    return None
