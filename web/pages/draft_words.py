"""A draft in words: each question of its form with what was typed, for reading and copying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from mediation.drafts.queries import DraftView
from mediation.inbox import queries as inbox
from mediation.kernel.errors import Refused
from web import asking, lookups
from web.forms import FieldView, Form
from web.language import language
from web.pages import case_acts, case_views, report_form
from web.pages.drafting import posted


@dataclass(frozen=True)
class Line:
    """One answer.

    :ivar label: the question; "" where the form is not known any more
    """

    label: str
    text: str


def lines(draft: DraftView) -> list[Line]:
    """Return what was typed, question by question; bare texts where the form cannot be drawn."""
    found: list[Line] = []
    known: set[str] = set()
    for form in _forms(draft):
        known |= set(form.inputs)
        views = form.fields(posted(draft), language=language())
        found += [Line(view.label, text) for view in views if view.is_input and (text := _text(view))]
    if known:
        return found
    return [Line("", value) for values in draft.answers.values() for value in values if value.strip()]


def as_text(draft: DraftView) -> str:
    """Return the same as one text, to be copied or put into the case."""
    colon = _("：")
    return "\n".join(f"{line.label}{colon}{line.text}" if line.label else line.text for line in lines(draft))


def _text(view: FieldView) -> str:
    if view.options:
        return _("、").join(option.label for option in view.options if option.chosen)
    if view.type == "checkbox":
        return _("是") if view.value == "true" else ""
    return view.value.strip()


def _forms(draft: DraftView) -> list[Form]:
    kind = draft.key.partition("~")[0].partition(":")[0]
    try:
        return FORMS[kind](draft) if kind in FORMS else []
    except Refused:
        return []


def _of_task(draft: DraftView) -> list[Form]:
    assert draft.item_id is not None
    item = inbox.open_item(asking.reading(), item_id=draft.item_id, identity=asking.person())
    return [lookups.form_of(item)]


def _of_act(draft: DraftView) -> list[Form]:
    act = case_acts.ACTS.get(draft.key.partition("~")[0].rpartition(":")[2])
    if act is None or draft.case_id is None:
        return []
    return [act.form(case_views.case_of(draft.case_id))]


def _of_report(draft: DraftView) -> list[Form]:
    rows = [int(name[5:]) for name in draft.answers if name.startswith("name_") and name[5:].isdigit()]
    return [report_form.dispute_form(), *(report_form.party_form(row) for row in sorted(rows))]


FORMS: Mapping[str, Callable[[DraftView], list[Form]]] = {
    "task": _of_task,
    "act": _of_act,
    "report": _of_report,
}
