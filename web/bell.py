"""The bell of the frame: how much is unread, asked once a page and only when a page is drawn."""

import logging

from flask import Flask, current_app, g, url_for

from mediation.notifications import queries
from mediation.notifications.delivery import Outside
from mediation.notifications.queries import Frame
from web import asking

log = logging.getLogger(__name__)
OUTSIDE = "mediation.outside"


def init_app(app: Flask) -> None:
    """Give templates the bell and the menu of the frame."""
    app.jinja_env.globals.update(bell=bell, menu=menu)


def outside() -> Outside:
    """Return the ways out for notices that this app was given."""
    found: Outside = current_app.extensions[OUTSIDE]
    return found


def bell() -> Frame:
    """Return what the frame shows of notices; nothing where it cannot be read, as on an error's page."""
    if "bell" not in g:
        try:
            g.bell = queries.frame(asking.reading(), asking.person(), on=asking.today())
        except Exception:
            # The page itself may be the one that says that the database does not answer.
            log.exception("the bell cannot be read")
            g.bell = Frame()
    found: Frame = g.bell
    return found


def menu() -> list[tuple[str, str]]:
    """Return address and words of the links behind one's name, those that this person may open."""
    entries = current_app.jinja_env.globals["MENU"]
    return [
        (url_for(endpoint), words)
        for endpoint, words, needed in entries
        if endpoint in current_app.view_functions and (not needed or asking.person().may(*needed))
    ]
