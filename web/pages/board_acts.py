"""Acting on disputes ticked on the board, or on one from its page: asked, tried, confirmed, a result each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.boards import acting
from mediation.boards.acting import Order, Outcome
from mediation.boards.acting.orders import check_number
from mediation.boards.scope import supervises
from mediation.cases.queries import CaseView
from mediation.kernel.errors import NotFound, Refused
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
        "没办完的事只能转给同一岗位的其他人，期限不变。选好案件后，逐件列出是哪个岗位、可以转给谁。换调解员要各方当事人同意，请到那件事里单独转。"
    ),
    "list": N_("挂牌的案件列在看板上，直到办结或者摘牌。"),
    "delist": N_("摘牌后不再列出，逾期记录不变。"),
}
ADDRESS = "/board/acts/<any('instruct','reassign','list','delist'):kind>"
# The form says so where every dispute chosen waits for a tick.
TICKED_ONLY = "ticked_only"
Answer: TypeAlias = str | tuple[str, int] | Response
OURS = ("/board", "/cases/", "/instructions")


@bp.get(ADDRESS)
@requires("supervise")
def show(kind: str) -> str | tuple[str, int]:
    """Ask what an act needs to know, for the disputes in the address; without any, say how to choose them."""
    chosen = _chosen()
    if unfit := _choose(kind, chosen):
        return unfit
    acting.check_any(asking.reading(), chosen, asking.person())
    return _ask(kind, chosen, None)


@bp.post(ADDRESS)
@requires("supervise")
def do(kind: str) -> Answer:
    """Ask; show what would become of each; do it. Each step sends on what the one before was told.

    The chosen disputes stand in the address throughout, and the result has one of its own: reloading, or
    going back, loses neither.
    """
    chosen, step = _chosen(), request.form.get("step", "")
    if unfit := _choose(kind, chosen):
        return unfit
    if step == "edit":
        return _ask(kind, chosen, request.form)
    if step not in ("preview", "do"):
        return redirect(_here(kind, chosen), code=303)
    form = board_act_forms.form(kind, chosen, request.form)
    try:
        order = board_act_forms.order(kind, form.load(request.form), request.form)
    except (Invalid, Refused) as error:
        return _again(kind, chosen) or (_ask(kind, chosen, request.form, _wrong(form, error)), 422)
    given: dict[str, Any] = {"case_ids": chosen, "order": order, "by": asking.person(), "at": asking.now()}
    asking.reading().close()
    none_ticked = step == "do" and TICKED_ONLY in request.form and not board_act_forms.is_ticked(order)
    if step == "preview" or none_ticked:
        page = _preview(kind, form, order, acting.preview(asking.system().uow, **given), none_ticked)
        return (page, 422) if none_ticked else page
    token = answering.sent_token()
    return _done(kind, token, acting.press(asking.system().uow, submission=token, **given))


@bp.get(f"{ADDRESS}/results/<token>")
@requires("supervise")
def results(kind: str, token: str) -> str:
    """Show what became of each dispute of a form that the visitor sent.

    :raises NotFound: it was another's, or nothing came of it
    """
    outcomes = acting.results(asking.reading(), submission=token, by=asking.person())
    unknown = request.args.get("unknown", 0, type=int)
    if not outcomes and not unknown:
        raise NotFound(what=_("这次办理的结果"))
    return render_template(
        "pages/board_act_results.html",
        kind=kind,
        title=TITLES[kind],
        done=[each for each in outcomes if each.is_done],
        refused=[each for each in outcomes if not each.is_done],
        unknown=min(unknown, acting.AT_MOST),
        is_again="again" in request.args,
        back=_back(),
        said_of=_said_of,
    )


def _done(kind: str, token: str, outcomes: Sequence[Outcome]) -> Response:
    """Lead to the result; of disputes not to be known of, only how many they are goes along."""
    more: dict[str, Any] = {"unknown": sum(not each.number for each in outcomes) or None}
    if any(each.is_again for each in outcomes):
        more["again"] = 1
    there = url_for("board_acts.results", kind=kind, token=token, back=_back(), **more)
    return redirect(there, code=303)


def _wrong(form: Form, error: Invalid | Refused) -> Wrong:
    if isinstance(error, Refused):
        return answering.refused(form, error)
    return answering.invalid_with_day(form, error, "finish_by", board_act_forms.check_day)


def _again(kind: str, chosen: Sequence[int]) -> Response | None:
    """Lead to what this very form did, where it was sent before and its choices are gone since."""
    token = answering.sent_token()
    outcomes = acting.done_already(asking.system().uow, case_ids=chosen, submission=token, by=asking.person())
    return _done(kind, token, outcomes) if outcomes else None


def acts_on(case: CaseView) -> list[tuple[str, str]]:
    """Return kind and title of what the visitor may order for this dispute, as its page offers it."""
    me = asking.person()
    if not me.may("supervise") or case.is_archived:
        return []
    held = units.unit(asking.reading(), case.held_by_id)
    return list(TITLES.items()) if supervises(me, held.path) else []


def _here(kind: str, chosen: Sequence[int]) -> str:
    return url_for("board_acts.do", kind=kind, case=chosen, back=_back())


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
        receiver_name=board_act_forms.receiver_name,
        nobody=kind == "reassign" and not any(each.people for each in fits),
        kind=kind,
        title=TITLES[kind],
        words=WORDS[kind],
        chosen=chosen,
        named=_named(chosen),
        here=_here(kind, chosen),
        sheet=sheet,
        back=_back(),
    )


def _named(chosen: Sequence[int]) -> list[tuple[int, str, str]]:
    """Return id, number and title of those of the chosen that the visitor may know of."""
    found = acting.named(asking.reading(), chosen, asking.person())
    return [(each, *found[each]) for each in chosen if each in found]


def _preview(
    kind: str, form: Form, order: Order, outcomes: Sequence[Outcome], none_ticked: bool = False
) -> str:
    kept = [(key, value) for key in form.inputs for value in request.form.getlist(key)]
    return render_template(
        "pages/board_act_preview.html",
        kind=kind,
        title=TITLES[kind],
        here=_here(kind, [each.case_id for each in outcomes]),
        chosen=len(outcomes),
        told=board_act_forms.told(form, request.form),
        closed_day=board_act_forms.closed_day(order),
        none_ticked=none_ticked,
        asks=[each for each in outcomes if each.asks],
        done=[each for each in outcomes if each.is_done and not each.asks],
        refused=[each for each in outcomes if not each.is_done],
        kept=kept,
        token=answering.new_token(),
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
