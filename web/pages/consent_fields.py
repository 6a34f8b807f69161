"""What a form asks before a mediator is replaced: every party's word, and the relation disclosed."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from mediation.inbox.operations import PartiesAgreed
from mediation.inbox.queries import ItemView
from mediation.inbox.receivers import Receiver
from web import asking
from web.pages import case_views


def of(item: ItemView, found: Sequence[Receiver]) -> list[dict[str, Any]]:
    """Return the fields, hidden for those whom the parties have already; none where nobody is new."""
    if not any(each.needs_consent for each in found):
        return []
    known = " or ".join(f"to_id = {each.id}" for each in found if not each.needs_consent)
    hide = {"conditional": {"hide": f"={known}"}} if known else {}
    return [{**field, **hide} for field in _fields(item)]


def read(answers: Mapping[str, Any]) -> PartiesAgreed | None:
    """Return what the parties said, where it was asked."""
    if "party_ids" not in answers:
        return None
    return PartiesAgreed(
        party_ids=answers["party_ids"],
        form=answers["form"],
        given_on=answers["given_on"],
        relation=answers["relation"] or "",
    )


def _fields(item: ItemView) -> list[dict[str, Any]]:
    case = case_views.case_of(item.case_id)
    parties = [
        {"value": party.id, "label": f"{party.name}（{party.side_title}）"}
        for party in case.parties
        if party.side != "child"
    ]
    forms = [{"value": "written", "label": _("书面")}, {"value": "oral", "label": _("口头，已记录")}]
    needed = {"required": True}
    return [
        {
            "type": "textfield",
            "key": "relation",
            "label": _("新调解员与当事人的关系"),
            "description": _("要先告诉各方当事人。没有关系就填“无”。"),
            "validate": {"required": True, "maxLength": 80},
        },
        {
            "type": "checklist",
            "key": "party_ids",
            "label": _("哪些当事人同意由新调解员调解"),
            "description": _("要各方都同意才能更换（人民调解法第二十三条），同意会记入案卷。"),
            "values": parties,
            "validate": needed,
        },
        {"type": "radio", "key": "form", "label": _("怎样同意的"), "values": forms, "validate": needed},
        {
            "type": "datetime",
            "subtype": "date",
            "key": "given_on",
            "label": _("哪天同意的"),
            "defaultValue": asking.today().isoformat(),
            "validate": needed,
        },
    ]
