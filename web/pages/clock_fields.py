"""What is asked before a mediation limit's end moves: which limit, how much, whose consent, which paper."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _

from mediation.cases.queries import CaseView
from mediation.clocks import queries
from mediation.clocks.queries import ClockView
from mediation.kernel.text import N_
from mediation.parties.queries import ShownParty
from web import asking, words
from web.language import word

UNITS = {"calendar_day": N_("日"), "working_day": N_("工作日"), "month": N_("月")}
LONGEST = 365
EXTENDABLE, PAUSABLE, PAUSED = ("running", "reached", "paused"), ("running", "reached"), ("paused",)
Answers = Mapping[str, Any]


def extension(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields of an extension: which limit, by how much, and each party's written consent."""
    return by_how_much(case) + [field for party in _signing(case) for field in _consent(party)]


def by_how_much(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields on which the new end depends."""
    units = [{"value": key, "label": word(unit)} for key, unit in UNITS.items()]
    needed = {"required": True}
    return [
        _clock(case, _("延长哪个期限"), EXTENDABLE),
        {
            "type": "number",
            "key": "amount",
            "label": _("延长多少"),
            "decimalDigits": 0,
            "validate": {**needed, "min": 1, "max": LONGEST},
        },
        {"type": "radio", "key": "unit", "label": _("时间单位"), "values": units, "validate": needed},
    ]


def appraisal(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields of a pause for an appraisal."""
    return [
        _clock(case, _("暂停哪个期限"), PAUSABLE),
        _paper(_("鉴定委托书的编号")),
        _dated(_("鉴定委托书的日期")),
    ]


def appraised(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields of going on after an appraisal."""
    return [
        _clock(case, _("恢复哪个期限"), PAUSED),
        _paper(_("鉴定意见书的编号")),
        _dated(_("鉴定意见书的日期")),
    ]


def limits(case: CaseView, states: Collection[str]) -> list[ClockView]:
    """Return the limits of mediation in one of ``states``."""
    known = queries.for_case(asking.reading(), case.id)
    return [each for each in known if each.is_of_mediation and each.state in states]


def chosen(answers: Answers) -> int:
    """Return the id of the limit that was chosen."""
    return int(answers["clock_id"].split(".")[0])


def _clock(case: CaseView, label: str, states: Collection[str]) -> dict[str, Any]:
    """Return the choice among the limits of mediation in one of ``states``."""
    options = [{"value": _seen(each), "label": _label(each)} for each in limits(case, states)]
    only = options[0]["value"] if len(options) == 1 else None
    rules = {"required": True}
    return {
        "type": "radio",
        "key": "clock_id",
        "label": label,
        "values": options,
        "validate": rules,
        "defaultValue": only,
    }


def _seen(clock: ClockView) -> str:
    """Return a limit with its end as it was shown: sent twice, the second finds no such choice."""
    return f"{clock.id}.{clock.due_on or ''}"


def _label(clock: ClockView) -> str:
    title = word(clock.title)
    if clock.state == "paused":
        return _("%(title)s（暂停中）", title=title)
    if clock.state == "reached":
        return _("%(title)s（%(day)s已届满）", title=title, day=words.day(clock.due_on))
    return _("%(title)s（到%(day)s为止）", title=title, day=words.day(clock.due_on))


def _signing(case: CaseView) -> list[ShownParty]:
    """Those who sign; for a child the guardian signs as a party."""
    return [party for party in case.parties if party.side != "child"]


def _consent(party: ShownParty) -> list[dict[str, Any]]:
    needed = {"validate": {"required": True}, "conditional": {"hide": f"=agrees_{party.id} != true"}}
    name = party.name
    return [
        {
            "type": "checkbox",
            "key": f"agrees_{party.id}",
            "label": _("%(name)s已书面同意延长", name=name),
        },
        {
            "type": "datetime",
            "subtype": "date",
            "key": f"given_on_{party.id}",
            "label": _("%(name)s同意的日期", name=name),
            **needed,
        },
        {
            "type": "textfield",
            "key": f"evidence_{party.id}",
            "label": _("%(name)s的同意书在哪里", name=name),
            "description": _("例如：延长期限同意书，案卷第 12 页。"),
            **needed,
        },
    ]


def _paper(label: str) -> dict[str, Any]:
    rules = {"required": True, "maxLength": 180}
    return {"type": "textfield", "key": "evidence", "label": label, "validate": rules}


def _dated(label: str) -> dict[str, Any]:
    rules = {"required": True}
    return {"type": "datetime", "subtype": "date", "key": "dated_on", "label": label, "validate": rules}
