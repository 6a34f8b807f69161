"""The short form for a phone: what kind, one sentence or a voice note, who and who, where, what danger."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from mediation.casework.interruptions import RED_SIGNS
from mediation.casework.operations import Reported
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.parties import rules as parties
from mediation.parties.operations import NewParty
from web import asking, naming
from web.forms import Form, build
from web.language import said
from web.pages.answering import Wrong
from web.pages.report_form import SCREENS

SAID_ALOUD = N_("情况见语音。")
SOURCE_AT_FIRST = "patrol"
NAMELESS = frozenset({"minor", "violence", "private_matter"})
"""With these signs a title composed for the reporter names nobody (未成年人保护法 103; DOMAIN 9)."""
SIDES = ("applicant", "respondent")
POINT = {"latitude": 90, "longitude": 180}


def quick_form() -> Form:
    """Return the form, in the visitor's language; the kinds met most come first."""
    traits = [one for one in naming.values("traits") if one["value"] not in SCREENS]
    red = [one for one in traits if one["value"] in RED_SIGNS]
    return build(
        {
            "id": "quick-report",
            "components": [
                _field("kind", _("是什么纠纷"), type="radio", values=_kinds(), required=True),
                _field("words", _("怎么回事"), type="textarea", longest=1000, rows=2),
                *(part for row in (0, 1) for part in _who(row)),
                _field("place", _("在哪里"), longest=100),
                _field("danger", _("有没有危险"), type="checklist", values=red),
                _field(
                    "signs",
                    _("还有这些情况吗？"),
                    type="checklist",
                    values=[one for one in traits if one["value"] not in RED_SIGNS],
                ),
                _field(
                    "source", _("怎么知道的"), type="select", values=naming.values("sources"), required=True
                )
                | {"defaultValue": SOURCE_AT_FIRST},
                _field("title", _("一句话标题"), longest=60),
                _field("latitude", "", longest=20),
                _field("longitude", "", longest=20),
            ],
        }
    )


def common_kinds() -> list[str]:
    """Return the kinds shown at once (``quick_report.kinds`` of locality.yaml), else the first eight."""
    own: list[str] = asking.locality().settings.get("quick_report", {}).get("kinds", [])
    return own or [one["value"] for one in naming.values("kinds")[:8]]


def wrong_with(answers: Mapping[str, Any], *, has_voice: bool) -> Wrong:
    """Return what the form by itself cannot see: nothing told, a telephone that is none."""
    wrong = Wrong()
    if not answers["words"] and not has_voice:
        wrong.beside["words"] = [_("请写一句话，或者说一段话。")]
    for key in ("phone_0", "phone_1"):
        try:
            if answers[key]:
                parties.check_phone(answers[key])
        except Refused as refusal:
            wrong.beside[key] = [said(refusal)]
    return wrong


def reported(answers: Mapping[str, Any], *, unit_id: int, submission: str) -> Reported:
    """Return the answers as a dispute to register, with a title where none was given."""
    traits = dict.fromkeys((*answers["danger"], *answers["signs"]), True)
    latitude, longitude = point(answers)
    return Reported(
        title=answers["title"] or composed_title(answers),
        story=answers["words"] or SAID_ALOUD,
        kind=answers["kind"],
        source=answers["source"],
        unit_id=unit_id,
        parties=[
            NewParty(side=side, name=answers[f"name_{row}"], phone=answers[f"phone_{row}"])
            for row, side in enumerate(SIDES)
        ],
        place=answers["place"] or "",
        traits=traits,
        latitude=latitude,
        longitude=longitude,
        submission=submission,
    )


def composed_title(answers: Mapping[str, Any]) -> str:
    """Return e.g. 李甲与李乙邻里纠纷; no names where a child or violence is in it."""
    kinds = {one["value"]: one["label"] for one in naming.values("kinds")}
    what = kinds.get(answers["kind"], "")
    what = what if what.endswith(("纠纷", "争议")) else f"{what}纠纷"
    if NAMELESS.intersection((*answers["danger"], *answers["signs"])):
        return what
    return f"{answers['name_0'][:24]}与{answers['name_1'][:24]}{what}"[:60]


def point(answers: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Return where the phone was, to a metre; nothing where it did not say so sensibly."""
    found = []
    for key, most in POINT.items():
        text = (answers[key] or "").strip()
        if not text.lstrip("-").replace(".", "", 1).isdecimal() or not text.isascii():
            return None, None
        found.append(Decimal(text).quantize(Decimal("0.00001")))
        if abs(found[-1]) > most:
            return None, None
    return found[0], found[1]


def _who(row: int) -> tuple[dict[str, Any], dict[str, Any]]:
    name = _("谁（来反映的一方）") if row == 0 else _("和谁（另一方）")
    phone = _("电话") if row == 0 else _("对方电话")
    return (
        _field(f"name_{row}", name, longest=60, required=True),
        _field(f"phone_{row}", phone, longest=20),
    )


def _kinds() -> list[dict[str, str]]:
    first = common_kinds()
    kinds = naming.values("kinds")
    return sorted(kinds, key=lambda one: first.index(one["value"]) if one["value"] in first else len(first))


def _field(
    key: str,
    label: str,
    *,
    type: str = "textfield",
    values: list[dict[str, str]] | None = None,
    required: bool = False,
    longest: int | None = None,
    rows: int | None = None,
) -> dict[str, Any]:
    rules: dict[str, Any] = {"required": required} | ({"maxLength": longest} if longest else {})
    made: dict[str, Any] = {"type": type, "key": key, "label": label, "validate": rules}
    if values is not None:
        made["values"] = values
    if rows is not None:
        made["rows"] = rows
    return made
