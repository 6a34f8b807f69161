"""Files that come with a form: only pages that say so take more than 2 MB, and read what was chosen."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from mediation.attachments import rules, settings
from mediation.attachments.intake import Incoming, Taken, take_in
from mediation.kernel.errors import Refused
from web import asking

View = TypeVar("View", bound=Callable[..., Any])

AT_MOST = 64 * 1024 * 1024
"""One form with its files (county default): two photographs as large as they may be, and more."""
BOXES = ("photo", "album", "voice", "file")


def takes_files(view: View) -> View:
    """Let the page's form bring files."""
    view.takes_files = True  # type: ignore[attr-defined]  # a view is marked for its request
    return view


def are_taken() -> bool:
    """Say whether the page asked for takes files."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "takes_files", False)


def init_app(app: Flask) -> None:
    """Raise the limit where files are taken, before anybody reads the form."""

    @app.before_request
    def _widen() -> None:
        if are_taken():
            request.max_content_length = AT_MOST


def taken(boxes: Iterable[str] = BOXES) -> tuple[Taken, ...]:
    """Return the files sent in ``boxes`` as they are kept.

    :raises TooManyFiles:
    :raises BadFile: one of its kinds; it belongs beside the box it came in
    """
    sent = [(box, each) for box in boxes for each in request.files.getlist(box) if each.filename]
    limits = settings.of(asking.locality())
    try:
        rules.check_number(len(sent), limits=limits)
        return take_in([Incoming(each.filename or "", each.stream.read()) for _box, each in sent], limits)
    except Refused as refusal:
        refusal.fields = {"files": refusal.message}
        raise
