"""Goes back in an instance that a test plays."""

from typing import Any

from tests.engine import drawing as d
from tests.engine.conftest import Play


def any_element(element: Any) -> bool:
    """Let everything be passed."""
    return True


def back(played: Any, element: str, **options: Any) -> list[str]:
    """Return what lies behind an open task, nearest first, asked after a reload."""
    played.reload()
    return [each.element.id for each in played.instance.earlier(played.ref(element), **options)]


def rewind(played: Any, element: str, to: str, **options: Any) -> Any:
    """Send an open task back."""
    return played._move(lambda: played.instance.rewind(played.ref(element), to, **options))


def three(play: Play) -> Any:
    """Play three tasks in a row up to the last."""
    played = play(d.line("three", d.user("draft"), d.user("sign"), d.user("seal")))
    played.do("draft")
    played.do("sign")
    return played
