"""Every component in every state, for those who build pages and those who check them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template

from mediation.kernel.clock import start_of
from web import asking
from web.access import signed_in
from web.forms import Invalid, build
from web.language import language
from web.pages import answering
from web.pages import gallery_samples as samples

bp = Blueprint("gallery", __name__)

EXAMPLE_FORM: dict[str, Any] = {
    "id": "gallery",
    "components": [
        {"type": "text", "text": "### 面谈记录"},
        {
            "type": "datetime",
            "subtype": "date",
            "key": "on",
            "label": "面谈日期",
            "validate": {"required": True},
        },
        {
            "type": "radio",
            "key": "decision",
            "label": "结果",
            "validate": {"required": True},
            "values": [{"value": "settled", "label": "谈成了"}, {"value": "up", "label": "没谈成，报上一级"}],
        },
        {
            "type": "textarea",
            "key": "reason",
            "label": "为什么没谈成",
            "description": "写给上一级接手的人看。",
            "validate": {"required": True},
            "conditional": {"hide": '=decision != "up"'},
        },
        {
            "type": "checklist",
            "key": "came",
            "label": "到场的当事人",
            "values": [{"value": 1, "label": "李甲"}, {"value": 2, "label": "李乙"}],
        },
        {
            "type": "select",
            "key": "place",
            "label": "地点",
            "values": [{"value": "hall", "label": "村部"}, {"value": "home", "label": "当事人家中"}],
        },
        {
            "type": "number",
            "key": "hours",
            "label": "冷静期（小时）",
            "decimalDigits": 0,
            "validate": {"max": 72},
        },
        {"type": "checkbox", "key": "read", "label": "已向双方宣读"},
    ],
}


@dataclass(frozen=True)
class Timed:
    """Something with a deadline."""

    due_on: date
    due_at: datetime


@bp.get("/gallery")
@signed_in
def index() -> str:
    """Show them all."""
    form = build(EXAMPLE_FORM)
    sent = {"decision": "up", "came": [1], "hours": "90"}
    try:
        form.load(sent)
        wrong = answering.Wrong()
    except Invalid as error:
        wrong = answering.invalid(form, error)
    return render_template(
        "pages/gallery.html",
        fresh=_renamed(answering.sheet(form), "fresh"),
        wrong=answering.sheet(form, values=sent, wrong=wrong),
        dues=[_timed(days) for days in (-3, 0, 1, 4, 40)] + [_by_the_hour(2), _by_the_hour(30)],
        language=language,
        tasks=samples.tasks(),
        talk=samples.talk(),
        notices=samples.notices(),
        offer=samples.offer(),
        files=samples.files(),
    )


def _timed(days: int) -> Timed:
    on = asking.today() + timedelta(days=days)
    return Timed(on, start_of(on + timedelta(days=1)))


def _by_the_hour(hours: int) -> Timed:
    at = asking.now() + timedelta(hours=hours, minutes=1)
    return Timed(at.date(), at)


def _renamed(sheet: answering.Sheet, prefix: str) -> answering.Sheet:
    """Give the fields other ids, so that one page may show the same form twice."""
    fields = [
        replace(
            view,
            id=f"{prefix}-{view.id}",
            key=f"{prefix}-{view.key}" if view.key else "",
            hidden_when="",
            options=tuple(replace(option, id=f"{prefix}-{option.id}") for option in view.options),
        )
        for view in sheet.fields
    ]
    return replace(sheet, fields=fields)
