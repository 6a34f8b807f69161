"""Explanations as plain text and as data: what a file and the command line carry."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mediation.clocks.explaining.view import Explanation

Say = Callable[[Any], str]


def as_text(explanations: Iterable[Explanation], say: Say = str) -> str:
    """Return the explanations as lines.

    :param say: says a sentence or a heading in another language
    """
    return "\n\n".join("\n".join(_lines(each, say)) for each in explanations)


def as_data(explanation: Explanation) -> Mapping[str, Any]:
    """Return an explanation as JSON-able data."""
    parts = [
        {"about": part.heading, "said": [str(line) for line in part.lines]} for part in explanation.parts
    ]
    return {"summary": str(explanation.summary), "parts": parts}


def _lines(explanation: Explanation, say: Say) -> Iterable[str]:
    yield say(explanation.summary)
    for part in explanation.parts:
        yield f"  {say(part.heading)}"
        yield from (f"    - {say(line)}" for line in part.lines)
