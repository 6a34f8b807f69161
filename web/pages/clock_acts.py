"""Moving the end of a mediation limit: more time by everybody's written consent, a pause for an appraisal."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _

from mediation.cases.queries import CaseView
from mediation.clocks import operations as clocks
from mediation.clocks import queries
from mediation.clocks.operations.refusals import ConsentMissing, ConsentNotYetGiven
from mediation.clocks.queries import ClockView
from mediation.kernel.actor import Actor
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.parties.queries import ShownParty
from web import asking, words
from web.language import word

UNITS = {"calendar_day": N_("日"), "working_day": N_("工作日"), "month": N_("月")}
LONGEST = 365
Answers = Mapping[str, Any]


def extension(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields of an extension: which limit, by how much, and each party's written consent."""
    units = [{"value": key, "label": word(unit)} for key, unit in UNITS.items()]
    needed = {"required": True}
    fields = [
        _clock(case, _("延长哪个期限"), ("running", "reached", "paused")),
        {
            "type": "number",
            "key": "amount",
            "label": _("延长多少"),
            "decimalDigits": 0,
            "validate": {**needed, "min": 1, "max": LONGEST},
        },
        {"type": "radio", "key": "unit", "label": _("时间单位"), "values": units, "validate": needed},
    ]
    return fields + [field for party in _signing(case) for field in _consent(party)]


def appraisal(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields of a pause for an appraisal."""
    return [_clock(case, _("暂停哪个期限"), ("running", "reached")), _paper(_("鉴定委托书的编号和日期"))]


def appraised(case: CaseView) -> list[dict[str, Any]]:
    """Return the fields of going on after an appraisal."""
    return [_clock(case, _("恢复哪个期限"), ("paused",)), _paper(_("鉴定意见书的编号和日期"))]


def extend(uow: UnitOfWork, case_id: int, answers: Answers, by: Actor) -> None:
    """Extend the limit; what is missing of a consent is said beside that party.

    :raises Refused: it has run out, or somebody has not agreed in writing
    """
    asked = [int(key.removeprefix("agrees_")) for key in answers if key.startswith("agrees_")]
    consents = [
        clocks.Consented(
            party_id=party_id,
            given_on=answers[f"given_on_{party_id}"],
            evidence=answers[f"evidence_{party_id}"],
        )
        for party_id in asked
        if answers[f"agrees_{party_id}"]
    ]
    try:
        clocks.extend(
            uow,
            clock_id=_chosen(answers),
            amount=answers["amount"],
            unit=answers["unit"],
            consents=consents,
            by=by,
            at=asking.now(),
        )
    except ConsentMissing as refusal:
        agreed = {each.party_id for each in consents}
        refusal.fields = {
            f"agrees_{party_id}": refusal.message for party_id in asked if party_id not in agreed
        }
        raise
    except ConsentNotYetGiven as refusal:
        early = [each.party_id for each in consents if each.given_on > asking.today()]
        refusal.fields = {f"given_on_{party_id}": refusal.message for party_id in early[:1]}
        raise


def pause(uow: UnitOfWork, case_id: int, answers: Answers, by: Actor) -> None:
    """Stop counting while an appraisal runs."""
    clocks.pause(uow, clock_id=_chosen(answers), evidence=answers["evidence"], by=by, at=asking.now())


def resume(uow: UnitOfWork, case_id: int, answers: Answers, by: Actor) -> None:
    """Go on counting after the appraisal."""
    clocks.resume(uow, clock_id=_chosen(answers), evidence=answers["evidence"], by=by, at=asking.now())


def _clock(case: CaseView, label: str, states: Collection[str]) -> dict[str, Any]:
    """Return the choice among the limits of mediation in one of ``states``."""
    known = queries.for_case(asking.reading(), case.id)
    found = [each for each in known if each.is_of_mediation and each.state in states]
    options = [{"value": _seen(each), "label": _label(each)} for each in found]
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


def _chosen(answers: Answers) -> int:
    return int(answers["clock_id"].split(".")[0])


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
    rules = {"required": True, "maxLength": 200}
    return {"type": "textfield", "key": "evidence", "label": label, "validate": rules}
