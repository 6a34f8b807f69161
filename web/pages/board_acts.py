"""Acting on disputes ticked on the board, or on one from its page: asked, tried, confirmed, a result each."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from mediation.boards import acting
from mediation.boards.acting import Order, Outcome
from mediation.boards.acting.orders import check_number
from mediation.boards.scope import supervises
from mediation.cases.queries import CaseView
from mediation.inbox.receivers import Receiver
from mediation.kernel.text import N_
from mediation.units import queries as units
from web import asking, words
from web.access import requires
from web.forms import Form, Invalid, build
from web.language import told
from web.pages import answering
from web.pages.answering import Wrong
from web.pages.passing_fields import area, day, people, said

bp = Blueprint("board_acts", __name__)
TITLES = {"instruct": N_("下达督办单"), "reassign": N_("转办"), "list": N_("挂牌"), "delist": N_("摘牌")}
WORDS = {
    "instruct": N_("每件各下一份督办单，责任人马上收到提醒，写进案件经过。办完要在督办单里答复。"),
    "reassign": N_(
        "把案件里那个岗位没办完的事转给同一岗位的人，期限不变。换调解员要各方当事人同意，请到那件事里单独转。"
    ),
    "list": N_("挂牌的案件列在看板上，直到办结或者摘牌。"),
    "delist": N_("摘牌后不再列出，逾期记录不变。"),
}
DAYS_GIVEN = 3
OURS = ("/board", "/cases/", "/instructions")


@bp.get("/board/acts/<any('instruct','reassign','list','delist'):kind>")
@requires("supervise")
def show(kind: str) -> str:
    """Ask what an act needs to know, for the disputes named in the address."""
    return _ask(kind, _chosen(), None)


@bp.post("/board/acts/<any('instruct','reassign','list','delist'):kind>")
@requires("supervise")
def do(kind: str) -> str | tuple[str, int]:
    """Ask; show what would become of each; do it. Each step sends on what the one before was told.

    :raises NothingChosen:
    :raises TooManyChosen: more than one press acts on
    """
    chosen, step = _chosen(), request.form.get("step", "")
    if step not in ("preview", "do"):
        return _ask(kind, chosen, request.form if step == "edit" else None)
    form = _form(kind, chosen)
    try:
        order = _order(kind, form.load(request.form))
    except Invalid as error:
        return _ask(kind, chosen, request.form, answering.invalid(form, error)), 422
    given: dict[str, Any] = {"case_ids": chosen, "order": order, "by": asking.person(), "at": asking.now()}
    asking.reading().close()
    if step == "preview":
        return _preview(kind, form, acting.preview(asking.system().uow, **given))
    token = answering.sent_token()
    outcomes = acting.press(asking.system().uow, submission=token, **given)
    return _results(kind, outcomes)


def acts_on(case: CaseView) -> list[tuple[str, str]]:
    """Return kind and title of what the visitor may order for this dispute, as its page offers it."""
    me = asking.person()
    if not me.may("supervise") or case.is_archived:
        return []
    held = units.unit(asking.reading(), case.held_by_id)
    return list(TITLES.items()) if supervises(me, held.path) else []


def _chosen() -> list[int]:
    chosen = list(dict.fromkeys(request.values.getlist("case", type=int)))
    check_number(len(chosen))
    return chosen


def _ask(
    kind: str, chosen: Sequence[int], values: Mapping[str, Any] | None, wrong: Wrong | None = None
) -> str:
    sheet = answering.sheet(_form(kind, chosen), values=values, wrong=wrong)
    return render_template(
        "pages/board_act.html",
        kind=kind,
        title=TITLES[kind],
        words=WORDS[kind],
        chosen=chosen,
        sheet=sheet,
        back=_back(),
    )


def _preview(kind: str, form: Form, outcomes: Sequence[Outcome]) -> str:
    kept = [(key, value) for key in form.inputs for value in request.form.getlist(key)]
    return render_template(
        "pages/board_act_preview.html",
        kind=kind,
        title=TITLES[kind],
        chosen=[each.case_id for each in outcomes],
        done=[each for each in outcomes if each.is_done],
        refused=[each for each in outcomes if not each.is_done],
        kept=kept,
        token=answering.new_token(),
        back=_back(),
        said_of=_said_of,
    )


def _results(kind: str, outcomes: Sequence[Outcome]) -> str:
    return render_template(
        "pages/board_act_results.html",
        title=TITLES[kind],
        done=[each for each in outcomes if each.is_done],
        refused=[each for each in outcomes if not each.is_done],
        is_again=any(each.is_again for each in outcomes),
        back=_back(),
        said_of=_said_of,
    )


def _said_of(outcome: Outcome) -> str:
    """Say what is done to one dispute, in the visitor's language, its days as people say them."""
    assert outcome.said is not None
    params = {key: _day_said(str(value)) for key, value in outcome.said.params.items()}
    return told(outcome.said.message, params)


def _day_said(value: str) -> str:
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:
        return value


def _form(kind: str, chosen: Sequence[int]) -> Form:
    session, me, today = asking.reading(), asking.person(), asking.today()
    if kind == "instruct":
        found = acting.owners_for(session, asking.locality(), chosen, today, by=me)
        fields = [
            _owners(found),
            day("finish_by", _("限期"), "", today + timedelta(days=DAYS_GIVEN)),
            area("instruction", _("要求"), _("必须办到什么。"), most=1000),
        ]
    elif kind == "reassign":
        receivers = acting.receivers_for(session, asking.locality(), chosen, today)
        fields = [people(_("转给谁"), receivers), area("reason", _("为什么转"))]
    else:
        label = _("为什么挂牌") if kind == "list" else _("为什么摘牌")
        fields = [_units(), area("reason", label, most=200)]
    return build({"id": f"board-{kind}", "components": fields})


def _owners(found: Sequence[Receiver]) -> dict[str, Any]:
    in_charge = [
        {"value": acting.LEAD, "label": _("各案所在单位的负责人")},
        {"value": acting.HANDLER, "label": _("各案现在的承办人")},
    ]
    named = [{"value": str(each.id), "label": said(each)} for each in found]
    return {
        "type": "select",
        "key": "owner",
        "label": _("责任人"),
        "description": _("每件只定一个人。"),
        "values": [*in_charge, *named],
        "defaultValue": acting.LEAD,
        "validate": {"required": True},
    }


def _units() -> dict[str, Any]:
    found = acting.units_to_list_at(asking.reading(), asking.person())
    values = [{"value": unit.id, "label": unit.full_name or unit.name} for unit in found]
    return {
        "type": "radio",
        "key": "unit_id",
        "label": _("在哪一级"),
        "values": values,
        "defaultValue": values[0]["value"] if values else None,
        "validate": {"required": True},
    }


def _order(kind: str, answers: Mapping[str, Any]) -> Order:
    if kind == "instruct":
        owner = str(answers["owner"])
        return acting.Instruct(
            owner=int(owner) if owner.isdecimal() else owner,
            finish_by=answers["finish_by"],
            instruction=answers["instruction"],
        )
    if kind == "reassign":
        return acting.Reassign(to_id=answers["to_id"], reason=answers["reason"])
    order = acting.PutOnList if kind == "list" else acting.TakeOff
    return order(unit_id=answers["unit_id"], reason=answers["reason"])


def _back() -> str:
    """Return the page it came from; only ever one of this house."""
    wanted = urlsplit(request.values.get("back", ""))
    if wanted.path.startswith(OURS) and not wanted.netloc and not wanted.scheme:
        return f"{wanted.path}?{wanted.query}" if wanted.query else wanted.path
    return url_for("inbox.index")
