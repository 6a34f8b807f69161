"""Reading a form's answers, whether a form, an API client or a scenario gave them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mediation.kernel.clock import SHANGHAI, day_of

YES = frozenset({"true", "yes", "on", "1", "是", "y"})


def text(answers: Mapping[str, Any], name: str) -> str:
    """Return the answer as text, "" where none was given."""
    given = answers.get(name)
    return "" if given is None else str(given).strip()


def flag(answers: Mapping[str, Any], name: str, *, unless_given: bool = False) -> bool:
    """Return a yes/no answer; ``unless_given`` where the form does not ask it."""
    given = answers.get(name)
    if given is None or given == "":
        return unless_given
    return given.strip().lower() in YES if isinstance(given, str) else bool(given)


def number(answers: Mapping[str, Any], name: str) -> int:
    """Return a whole number, 0 where none was given."""
    given = answers.get(name)
    return int(given) if given not in (None, "") else 0


def day(answers: Mapping[str, Any], name: str) -> date | None:
    """Return a day, or None where none was given; a moment gives its day in the county."""
    given = answers.get(name)
    if given in (None, ""):
        return None
    if isinstance(given, datetime):
        return day_of(given) if given.tzinfo else given.date()
    return given if isinstance(given, date) else date.fromisoformat(str(given)[:10])


def moment(answers: Mapping[str, Any], name: str) -> datetime | None:
    """Return an aware moment, or None; one without a zone is the county's."""
    given = answers.get(name)
    if given in (None, ""):
        return None
    found = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def ids(answers: Mapping[str, Any], name: str) -> tuple[int, ...]:
    """Return the ids ticked in a list."""
    given = answers.get(name)
    if given in (None, ""):
        return ()
    if isinstance(given, str):
        given = given.split(",")
    return tuple(int(each) for each in ([given] if isinstance(given, int) else given))


def plain(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``answers`` as JSON can hold them; moments and dates in ISO form, decimals as text."""
    return {name: _plain(value) for name, value in answers.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
