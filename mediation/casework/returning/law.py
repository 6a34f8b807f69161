"""What may be gone behind. No database, no clock.

Diagrams decide the order, never the law: a step can be done anew only where its module says how
what it did is taken back (``UNDO`` in ``casework/steps``).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediation.casework.steps import all_undo
from mediation.engine.definition import Element
from mediation.engine.instance import Earlier

OWN_WORD = frozenset(
    {
        "agreement.sign",
        "agreement.sign_mediator",
        "confirmation.ask",
        "hearings.record_consents",
        "reviews.consent",
    }
)
"""Steps whose answers are somebody's signature or consent: given anew, never offered again."""

PASSABLE = "passable"
USER = "user_task"


def may_pass(element: Element) -> bool:
    """Say whether a service task, a timer or a message event may lie on the way back.

    A service task by its step; an event where the designer says so (property ``passable`` = true).
    """
    if element.step is not None:
        return element.step in all_undo()
    return element.properties.get(PASSABLE) == "true"


def may_redo(element: Element) -> bool:
    """Say whether what was done there can be done anew; a task without a step always can."""
    return element.step is None or element.step in all_undo()


def lawful(way: Sequence[Earlier]) -> Iterator[Earlier]:
    """Yield the steps one may return to, nearest first, up to the first that cannot be gone behind.

    What was done on a branch beside is somebody else's work: it ends the way, too.
    """
    for number, earlier in enumerate(way, start=1):
        on_the_way = sum(element.kind == USER for element in earlier.undone) == number
        if not on_the_way or not all(map(may_redo, earlier.undone)):
            return
        yield earlier


def offered_again(step: str | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form that opens again may be filled in with.

    Not what somebody signed or consented to, and no box that was ticked: a tick vouches for something
    that was so then.
    """
    if step in OWN_WORD:
        return {}
    return {name: answer for name, answer in answers.items() if answer is not True}
