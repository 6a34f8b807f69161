"""The form that reports a dispute: what happened, who is in it, what signs of danger there are."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from mediation.kernel.errors import Refused
from mediation.parties import rules as parties
from mediation.parties.rules import SIDES
from web import naming
from web.forms import Form, build
from web.language import said, word
from web.pages.answering import Wrong

SCREENS = frozenset(
    {
        *("in_court", "agency_only", "status_only", "private_matter"),
        *("village_group_matter", "old_petition", "separate_sessions"),
    }
)
PARTIES_AT_FIRST, PARTIES_AT_MOST = 2, 30


def dispute_form() -> Form:
    """Return the form about the dispute itself, in the visitor's language."""
    traits = naming.values("traits")
    return build(
        {
            "id": "report",
            "components": [
                _text("title", _("一句话说明是什么纠纷"), required=True, longest=60),
                _text("story", _("经过"), type="textarea", required=True, longest=4000)
                | {"description": _("什么时候、在哪里、为什么、现在怎么样了。不要写未成年人的姓名。")},
                _choice("kind", _("纠纷类型"), naming.values("kinds")),
                _choice("source", _("怎么知道的"), naming.values("sources")),
                _text("place", _("具体地点"), longest=100) | {"description": _("例如 3 组老水井旁。")},
                _text("plot", _("地块"), longest=60)
                | {"description": _("争的是地、山、宅基地的才填：证上的宗地、地块编号，或当地的叫法。")},
                _number("people_count", _("涉及人数"), lowest=2, first=2),
                _number("amount_yuan", _("争议金额（元）"), lowest=0, digits=2),
                _ticks(
                    "signs", _("有没有这些情况？"), [one for one in traits if one["value"] not in SCREENS]
                ),
                _ticks("screens", _("还有这些情况吗？"), [one for one in traits if one["value"] in SCREENS]),
                _choice("department", _("先交哪个部门办理"), naming.values("departments"), required=False)
                | {"description": _("12345 热线等应先由部门办理的才选。")},
            ],
        }
    )


def party_form(place: int) -> Form:
    """Return the form of the party in row ``place``, from 0."""
    sides = [{"value": key, "label": word(title)} for key, title in SIDES.items()]
    return build(
        {
            "id": f"party-{place}",
            "components": [
                _choice(f"side_{place}", _("身份"), sides)
                | {"defaultValue": "applicant" if place == 0 else "respondent"},
                _text(f"name_{place}", _("姓名或单位名称"), required=True, longest=60),
                _text(f"phone_{place}", _("电话"), longest=20),
                _text(f"nickname_{place}", _("小名、绰号"), longest=30)
                | {"description": _("村里平时怎么叫的，例如老三、水生。以后可以按它查找。")},
                _text(f"id_number_{place}", _("身份证号或统一社会信用代码"), longest=30),
                _text(f"address_{place}", _("住址"), longest=100),
                _tick(f"is_minor_{place}", _("未满 18 周岁")),
                _text(f"guardian_{place}", _("监护人姓名"), required=True, longest=60)
                | {"conditional": {"hide": f"=is_minor_{place} != true"}},
                _tick(f"is_organisation_{place}", _("是单位，不是个人")),
            ],
        }
    )


def numbers_wrong(row: int, answers: Mapping[str, Any]) -> Wrong:
    """Return what is wrong with the telephone and the ID or credit code of the party in ``row``."""
    own_code = parties.check_credit_code if answers[f"is_organisation_{row}"] else parties.check_id_number
    wrong = Wrong()
    for key, check in ((f"phone_{row}", parties.check_phone), (f"id_number_{row}", own_code)):
        try:
            if answers[key]:
                check(answers[key])
        except Refused as refusal:
            wrong.beside[key] = [said(refusal)]
    return wrong


def traits_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers about danger and standing as the case keeps them."""
    traits: dict[str, Any] = dict.fromkeys((*answers["signs"], *answers["screens"]), True)
    if answers["department"]:
        traits["department"] = answers["department"]
    return traits


def _text(
    key: str, label: str, *, type: str = "textfield", required: bool = False, longest: int
) -> dict[str, Any]:
    return {
        "type": type,
        "key": key,
        "label": label,
        "validate": {"required": required, "maxLength": longest},
    }


def _number(
    key: str, label: str, *, lowest: int, digits: int = 0, first: int | None = None
) -> dict[str, Any]:
    rules = {"min": lowest}
    return {"type": "number", "key": key, "label": label, "decimalDigits": digits} | {
        "validate": rules,
        "defaultValue": first,
    }


def _choice(key: str, label: str, values: list[dict[str, str]], *, required: bool = True) -> dict[str, Any]:
    return {
        "type": "select",
        "key": key,
        "label": label,
        "values": values,
        "validate": {"required": required},
    }


def _ticks(key: str, label: str, values: list[dict[str, str]]) -> dict[str, Any]:
    return {"type": "checklist", "key": key, "label": label, "values": values}


def _tick(key: str, label: str) -> dict[str, Any]:
    return {"type": "checkbox", "key": key, "label": label}
