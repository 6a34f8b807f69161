"""What the dynamic fields of a task's form offer: the parties of its case, the people near its unit."""

from collections.abc import Callable, Iterable
from typing import Protocol

from mediation.casework.owners import owners_for_task
from mediation.parties import queries as parties
from mediation.people import choices
from mediation.people.queries import PersonView
from mediation.processes import queries as processes
from mediation.units import queries as units
from web import asking
from web.forms import BadForm, Form, Option, build

WIDE = frozenset({"review_panel"})
# Forms that name who answers for a dispute, in publications of before too.
NAMING = frozenset({"town_instruction", "name_owner"})
EMPTY_FORM = {"id": "", "components": []}


class Task(Protocol):
    """What a form needs to know of the task it is for."""

    @property
    def id(self) -> int: ...

    @property
    def case_id(self) -> int: ...

    @property
    def form_key(self) -> str | None: ...

    @property
    def digest(self) -> str: ...

    @property
    def unit_id(self) -> int: ...


def form_of(item: Task) -> Form:
    """Return the form of a task, as the publication draws it that its case began with."""
    if item.form_key is None:
        return build(EMPTY_FORM)
    drawn = processes.form(asking.reading(), item.digest, item.form_key)
    return build(drawn, lambda source: _options(item, source))


def _options(item: Task, source: str) -> Iterable[Option]:
    if source not in SOURCES:
        raise BadForm(f"no source of options is called {source!r}")
    return SOURCES[source](item)


def _parties(item: Task) -> list[Option]:
    """Those who dispute; a minor goes by the alias."""
    known = parties.parties(asking.reading(), item.case_id)
    return [
        Option(party.id, f"{party.public_name}（{party.side_title}）")
        for party in known
        if party.side != "child"
    ]


def _people(item: Task) -> list[Option]:
    """Those in post at the task's unit and one level below; for a panel also the branches.

    Whoever is to answer for a dispute is chosen as everywhere, see ``mediation.casework.owners``.
    """
    if item.form_key in NAMING:
        return [Option(each.id, f"{each.name}（{each.post}）") for each in _owners(item)]
    locality, unit = asking.locality(), units.unit(asking.reading(), item.unit_id)
    rank = locality.level(unit.level).rank
    lowest = rank - 2 if item.form_key in WIDE else rank - 1
    levels = [level.key for level in locality.levels.values() if lowest <= level.rank <= rank]
    found = choices.people_below(
        asking.reading(), unit.path, asking.today(), locality=locality, levels=levels
    )
    return [Option(person.id, f"{person.name}（{person.post}）") for person in found]


def _owners(item: Task) -> Iterable[PersonView]:
    return owners_for_task(
        asking.reading(),
        asking.locality(),
        case_id=item.case_id,
        item_id=item.id,
        unit_id=item.unit_id,
        on=asking.today(),
        by=asking.person(),
    )


SOURCES: dict[str, Callable[[Task], list[Option]]] = {"parties": _parties, "people": _people}
