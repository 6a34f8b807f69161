"""The block of comments that the page of a case and that of a task carry, with the form to add one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mediation.cases.queries import CaseFile
from mediation.comments import queries as comments
from mediation.comments.queries import Choice, CommentPage
from mediation.comments.rules import TEXT_AT_MOST
from web import asking
from web.forms import Form, build
from web.language import word
from web.pages import answering, drafting
from web.pages.answering import Sheet, Wrong
from web.pages.drafting import Offer


@dataclass(frozen=True)
class Talk:
    """What is said about one case, as the visitor reads it.

    :ivar sheet: form for another comment; None for who may not write
    :ivar item_id: the task at which it is written, on that task's page
    :ivar offer: a comment begun before and not sent
    """

    case_id: int
    page: CommentPage
    sheet: Sheet | None
    item_id: int | None = None
    offer: Offer | None = None


def talk(file: CaseFile, *, item_id: int | None = None, after: int | None = None) -> Talk:
    """Return the comments on a case, the newest first."""
    page = comments.comments(asking.reading(), file, asking.person(), locality=asking.locality(), after=after)
    offer = offer_of(file)
    return Talk(file.view.id, page, sheet_of(file, values=offer.values), item_id, offer)


def offer_of(file: CaseFile) -> Offer:
    """Return the comment on this case that was begun and not sent."""
    address = url_for("cases.show", case_id=file.view.id, _anchor="comments")
    return drafting.offer(draft_key(file.view.id), title=_("留言"), path=address)


def draft_key(case_id: int) -> str:
    """Return under which key a comment on the case is kept while it is written."""
    return f"case:{case_id}:comment"


def sheet_of(
    file: CaseFile, *, values: Mapping[str, Any] | None = None, wrong: Wrong | None = None, token: str = ""
) -> Sheet | None:
    """Return the form for a comment; None for who may not write."""
    form = form_of(file)
    if form is None:
        return None
    return answering.sheet(form, values=values, wrong=wrong, token=token)


def form_of(file: CaseFile) -> Form | None:
    """Return the form's fields as the visitor may fill them in; None for who may not write."""
    choices = comments.choices(file, asking.person())
    if not choices:
        return None
    text = {
        "type": "textarea",
        "key": "comment",
        "label": _("留言内容"),
        "description": _("要提醒哪位同事看，就写 @ 和姓名。"),
        "validate": {"required": True, "maxLength": TEXT_AT_MOST},
    }
    readers = {
        "type": "select",
        "key": "readers",
        "label": _("谁能看到"),
        "values": [{"value": each.key, "label": _of(each)} for each in choices],
        "validate": {"required": True},
    }
    return build({"id": "comment", "components": [text, readers]})


def readers_of(key: str) -> tuple[str, int | None]:
    """Return visibility and unit of a choice: ("unit", 7) of unit:7."""
    visibility, _colon, unit = key.partition(":")
    return visibility, int(unit) if unit.isdigit() else None


def _of(choice: Choice) -> str:
    return _("仅%(unit)s可见", unit=choice.unit) if choice.unit else word(choice.seen_by)
