"""Turning a template and the facts of a case into the text of a paper."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mediation.documents.rules import party_place
from mediation.kernel.clock import local

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PaperParty:
    """A party as a template sees it: a place that is filled when somebody reads the paper."""

    id: int
    side: str
    side_title: str
    name: str


class PaperParties:
    """The parties for a template, looked up only where it names them.

    :param look_up: returns the parties with id, side and side_title
    """

    def __init__(self, look_up: Callable[[], Iterable[Any]]) -> None:
        self._look_up = look_up

    def __iter__(self) -> Iterator[PaperParty]:
        for each in self._look_up():
            yield PaperParty(
                id=each.id, side=each.side, side_title=each.side_title, name=party_place(each.id)
            )


def render(
    template: str,
    *,
    case: object,
    parties: Iterable[PaperParty],
    fields: Mapping[str, Any],
    by: str,
    at: datetime,
) -> str:
    """Return the text of a paper."""
    text: str = (
        _environment()
        .get_template(f"{template}.txt")
        .render(case=case, parties=parties, f=fields, by=by, issued=at)
    )
    return text.strip() + "\n"


def say_day(value: Any) -> str:
    """Return a day as it is written on paper: 2026年9月22日."""
    if isinstance(value, datetime):
        value = local(value).date()
    elif isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else ""


def say_moment(value: Any) -> str:
    """Return a moment as it is written on paper: 2026年9月22日19:30."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)
    return f"{say_day(value)}{local(value):%H:%M}" if isinstance(value, datetime) else say_day(value)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    # The output is plain text, printed or shown escaped; escaping here would show in print.
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: "" if value is None else value,
    )
    environment.filters |= {"day": say_day, "moment": say_moment}
    return environment
