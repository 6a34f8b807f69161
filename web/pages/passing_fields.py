"""The fields that the forms of passing a task on share: whom, why, by when."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from mediation.inbox.receivers import Receiver
from web import posts, words

FEW = 6
FAR = timedelta(days=365)
SURE = "is_sure"


def people(
    label: str, found: Sequence[Receiver], *, key: str = "to_id", many: bool = False
) -> dict[str, Any]:
    """Return the choice of one person, or of several; a long list folds into one field."""
    kind = "checklist" if many else "radio" if len(found) <= FEW else "select"
    values = [{"value": each.id, "label": said(each)} for each in found]
    return {"type": kind, "key": key, "label": label, "values": values, "validate": {"required": True}}


def said(who: Receiver) -> str:
    """Return somebody to choose as one line: name, post, in whose place, whether the parties must agree."""
    notes = [posts.post_words(who.post)] if who.post else []
    if who.stands_in_for:
        notes.append(_("代%(name)s", name=who.stands_in_for))
    if who.needs_consent:
        notes.append(_("要各方当事人同意"))
    if who.away:
        notes.append(
            _(
                "%(first)s至%(last)s外出，由%(name)s代",
                first=words.day(who.away.from_on),
                last=words.day(who.away.to_on),
                name=who.away.substitute,
            )
        )
    return _("%(name)s（%(notes)s）", name=who.name, notes=_("，").join(notes)) if notes else who.name


def area(key: str, label: str, hint: str = "", *, required: bool = True, most: int = 500) -> dict[str, Any]:
    """Return a field for some lines of text."""
    rules: dict[str, Any] = {"maxLength": most}
    if required:
        rules |= {"required": True, "minLength": 2}
    return {
        "type": "textarea",
        "key": key,
        "label": label,
        "description": hint,
        "validate": rules,
        "properties": {"rows": 3},
    }


def day(key: str, label: str, hint: str, given: date) -> dict[str, Any]:
    """Return a field for a day."""
    return {
        "type": "datetime",
        "subtype": "date",
        "key": key,
        "label": label,
        "description": hint,
        "defaultValue": given.isoformat(),
        "validate": {"required": True},
    }


def sure_of(key: str, given: Mapping[str, Any] | None, today: date) -> list[dict[str, Any]]:
    """Return a box to tick where the day typed under ``key`` is more than a year ahead: mostly a slip."""
    try:
        wanted = date.fromisoformat(str((given or {}).get(key, "")))
    except ValueError:
        return []
    if wanted <= today + FAR:
        return []
    label = _("限期%(day)s在一年以后，年份没有写错", day=words.day(wanted))
    return [{"type": "checkbox", "key": SURE, "label": label, "validate": {"required": True}}]
