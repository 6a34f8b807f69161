"""Words that several pages say about a case or a task."""

from collections.abc import Callable
from functools import reduce

from flask import g

from mediation.cases import queries as cases
from mediation.cases.queries import CaseFile, CaseView
from mediation.casework.operations import Done
from mediation.inbox.hands import Named
from mediation.inbox.queries import ItemView
from mediation.parties.queries import Viewer
from web import asking
from web.language import language


def label(item: ItemView | Done | Named) -> str:
    """Return the task's label in the visitor's language."""
    return (item.label_en if language() == "en" else "") or item.label


def file_of(case_id: int) -> CaseFile:
    """Open the case before the visitor.

    :raises NotFound: there is none, or it may not be known of
    """
    file = cases.case_file(asking.reading(), case_id, asking.person())
    g.case_file = file
    return file


def case_of(case_id: int) -> CaseView:
    """Return the case as the visitor may see it.

    :raises NotFound: there is none, or it may not be known of
    """
    return file_of(case_id).view


def looker_at(case: CaseView) -> Viewer:
    """Return how the visitor stands to the parties of a case they may see."""
    return _open_file(case).looker


def names_of(case: CaseView) -> Callable[[str], str]:
    """Return what puts the names the visitor may see in the place of aliases."""
    names = {party.alias: party.name for party in case.parties if party.name != party.alias}
    longest_first = sorted(names, key=len, reverse=True)
    return lambda text: reduce(lambda said, alias: said.replace(alias, names[alias]), longest_first, text)


def mask_of(case: CaseView) -> Callable[[str | None], str]:
    """Return what replaces names in free text: minors' for everybody, all for those who only look."""
    return _open_file(case).mask


def opened(case_id: int) -> CaseFile | None:
    """Return the case where this request has opened it already."""
    file: CaseFile | None = g.get("case_file")
    return file if file is not None and file.view.id == case_id else None


def _open_file(case: CaseView) -> CaseFile:
    """Return the file this very view came from, or open it again."""
    file: CaseFile | None = g.get("case_file")
    return file if file is not None and file.view is case else file_of(case.id)
