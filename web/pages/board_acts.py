"""Acting on disputes ticked on the board, or on one from its page: asked, tried, confirmed, a result each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request, url_for

from mediation.boards import acting
from mediation.boards.acting import Outcome
from mediation.boards.acting.orders import check_number
from mediation.boards.scope import supervises
from mediation.cases.queries import CaseView
from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.units import queries as units
from web import asking, words
from web.access import requires
from web.forms import Form, Invalid
from web.language import said, told
from web.pages import answering, board_act_forms
from web.pages.answering import Wrong

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
OURS = ("/board", "/cases/", "/instructions")


@bp.get("/board/acts/<any('instruct','reassign','list','delist'):kind>")
@requires("supervise")
def show(kind: str) -> str | tuple[str, int]:
    """Ask what an act needs to know, for the disputes in the address; without any, say how to choose them."""
    chosen = _chosen()
    return _choose(kind, chosen) or _ask(kind, chosen, None)


@bp.post("/board/acts/<any('instruct','reassign','list','delist'):kind>")
@requires("supervise")
def do(kind: str) -> str | tuple[str, int]:
    """Ask; show what would become of each; do it. Each step sends on what the one before was told."""
    chosen, step = _chosen(), request.form.get("step", "")
    if unfit := _choose(kind, chosen):
        return unfit
    if step not in ("preview", "do"):
        return _ask(kind, chosen, request.form if step == "edit" else None)
    form = board_act_forms.form(kind, chosen, request.form)
    try:
        order = board_act_forms.order(kind, form.load(request.form))
    except (Invalid, Refused) as error:
        return _again(kind, chosen) or (_ask(kind, chosen, request.form, _wrong(form, error)), 422)
    given: dict[str, Any] = {"case_ids": chosen, "order": order, "by": asking.person(), "at": asking.now()}
    asking.reading().close()
    if step == "preview":
        return _preview(kind, form, acting.preview(asking.system().uow, **given))
    outcomes = acting.press(asking.system().uow, submission=answering.sent_token(), **given)
    return _results(kind, outcomes)


def _wrong(form: Form, error: Invalid | Refused) -> Wrong:
    return answering.invalid(form, error) if isinstance(error, Invalid) else answering.refused(form, error)


def _again(kind: str, chosen: Sequence[int]) -> str:
    """Return what this very form did, where it was sent before and its choices are gone since; else ""."""
    outcomes = acting.done_already(
        asking.system().uow, case_ids=chosen, submission=answering.sent_token(), by=asking.person()
    )
    return _results(kind, outcomes) if outcomes else ""


def acts_on(case: CaseView) -> list[tuple[str, str]]:
    """Return kind and title of what the visitor may order for this dispute, as its page offers it."""
    me = asking.person()
    if not me.may("supervise") or case.is_archived:
        return []
    held = units.unit(asking.reading(), case.held_by_id)
    return list(TITLES.items()) if supervises(me, held.path) else []


def _chosen() -> list[int]:
    return list(dict.fromkeys(request.values.getlist("case", type=int)))


def _choose(kind: str, chosen: Sequence[int]) -> tuple[str, int] | None:
    """Return the page that says how to choose, where none or too many are chosen; else None.

    Opening the address bare is no mistake; pressing with nothing ticked is one.
    """
    try:
        check_number(len(chosen))
    except Refused as refusal:
        opened, back = request.method == "GET" and not chosen, _back()
        page = render_template(
            "pages/board_act_choose.html",
            title=TITLES[kind],
            words=WORDS[kind],
            said=said(refusal),
            is_slip=not opened,
            back=back,
            lists=back if back.startswith("/board") else url_for("board_lists.show"),
        )
        return page, 200 if opened else refusal.status
    return None


def _ask(
    kind: str, chosen: Sequence[int], values: Mapping[str, Any] | None, wrong: Wrong | None = None
) -> str:
    fits = board_act_forms.fitting(chosen) if kind == "reassign" else ()
    sheet = answering.sheet(board_act_forms.form(kind, chosen, values), values=values, wrong=wrong)
    return render_template(
        "pages/board_act.html",
        fits=fits,
        nobody=kind == "reassign" and not any(each.people for each in fits),
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


def _back() -> str:
    """Return the page it came from; only ever one of this house."""
    wanted = urlsplit(request.values.get("back", ""))
    if wanted.path.startswith(OURS) and not wanted.netloc and not wanted.scheme:
        return f"{wanted.path}?{wanted.query}" if wanted.query else wanted.path
    return url_for("board_lists.show")
