"""Words that several pages say about a case or a task."""

from mediation.cases import queries as cases
from mediation.cases.queries import CaseView
from mediation.casework.operations import Done
from mediation.inbox.queries import ItemView
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
