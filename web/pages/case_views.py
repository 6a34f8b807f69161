"""Words that several pages say about a case or a task."""

from collections.abc import Callable
from functools import reduce

from mediation.cases import queries as cases
from mediation.cases.queries import CaseView
from mediation.casework.operations import Done
from mediation.inbox.queries import ItemView
from mediation.parties import queries as parties
from mediation.parties.queries import Standing, Viewer
from web import asking
from web.language import language


def label(item: ItemView | Done) -> str:
    """Return the task's label in the visitor's language."""
    return (item.label_en if language() == "en" else "") or item.label


def case_of(case_id: int) -> CaseView:
    """Return the case as the visitor may see it.

    :raises NotFound: there is none, or it may not be known of
    """
    return cases.case_view(asking.reading(), case_id, asking.person())


def looker_at(case: CaseView) -> Viewer:
    """Return how the visitor stands to the parties of a case they may see."""
    member = asking.person().may("act_on_case")
    return Viewer(
        standing=Standing.MEMBER if member else Standing.OUTSIDE, addresses_sealed="violence" in case.traits
    )


def names_of(case: CaseView) -> Callable[[str], str]:
    """Return what puts the names the visitor may see in the place of aliases."""
    names = {party.alias: party.name for party in case.parties if party.name != party.alias}
    return lambda text: reduce(lambda said, alias: said.replace(alias, names[alias]), names, text)


def mask_of(case: CaseView) -> Callable[[str | None], str]:
    """Return what replaces names in free text: minors' for everybody, all for those who only look."""
    known, looker = parties.parties(asking.reading(), case.id), looker_at(case)
    return lambda text: cases.masked(text or "", known, looker)
