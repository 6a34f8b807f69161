"""督办单: to answer, given by oneself, in one's area; one with all that happened, and what may be done."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.boards.still import still
from mediation.casework import instructing
from mediation.kernel.errors import Conflict, Refused
from mediation.kernel.text import N_
from mediation.oversight import queries as oversight
from mediation.oversight.instruction_rules import check_until
from mediation.oversight.queries import InstructionView
from mediation.people.identity import READS_AREA
from web import asking, exporting, resending
from web.access import requires, signed_in
from web.forms import Form, Invalid, build
from web.language import said, word
from web.pages import answering, case_views, instruction_files
from web.pages.answering import Sheet, Wrong
from web.pages.passing_fields import SURE, area, day, sure_of

bp = Blueprint("instructions", __name__, url_prefix="/instructions")
TABS = {"mine": N_("等我答复"), "given": N_("我下达的"), "area": N_("辖区全部")}
STATES = {
    "unclosed": N_("没有办结的"),
    "open": N_("等待答复"),
    "late": N_("过期没有答复"),
    "answered": N_("已答复，等审看"),
    "closed": N_("已办结"),
}
TITLES = {"answer": N_("答复"), "accept": N_("认可"), "send-back": N_("退回"), "withdraw": N_("撤回")}
DONE = {
    "answer": N_("已答复。下达的人看过后，认可的办结，不够的会退回。"),
    "accept": N_("已认可，督办单办结。"),
    "send-back": N_("已退回，责任人会马上收到提醒。"),
    "withdraw": N_("已撤回，责任人会收到通知。"),
}
RUN: dict[str, Callable[..., None]] = {
    "answer": instructing.answer_instruction,
    "accept": instructing.accept_instruction,
    "send-back": instructing.send_back_instruction,
    "withdraw": instructing.withdraw_instruction,
}
ADDRESS = f"/<int:instruction_id>/<any({','.join(repr(key) for key in TITLES)}):act>"


@bp.get("")
@signed_in
def index() -> str:
    """Show one list, a page at a time; all that makes it stands in the address."""
    session, me, after = asking.reading(), asking.person(), request.args.get("after")
    counts = {key: oversight.total(session, me, box=key, on=asking.today()).sheets for key in _tabs()}
    asked = _asked(counts, next((key for key, many in counts.items() if many), next(iter(counts))))
    return render_template(
        "pages/instructions.html",
        page=oversight.listing(session, me, after=after, on=asking.today(), **asked),
        total=oversight.total(session, me, **asked, on=asking.today()),
        tabs={key: TABS[key] for key in counts},
        counts=counts,
        states=STATES,
        **asked,
        after=after,
        kept={key: value for key, value in asked.items() if value},
    )


@bp.get("/list.<file>")
@signed_in
def take(file: str) -> Response:
    """Take the whole list away as Excel or CSV, its filters written inside."""
    tabs, on = _tabs(), asking.today()
    asked = _asked(tabs, tabs[0])
    found = oversight.every(asking.reading(), asking.person(), **asked, on=on, limit=exporting.MOST_ROWS + 1)
    filters = [
        (_("分类"), word(TABS[asked["box"]])),
        (_("办到哪一步"), word(STATES[asked["state"]])),
        *([(_("编号或责任人"), asked["words"])] if asked["words"] else []),
        (_("单位"), _("份")),
        (_("导出人"), asking.person().name),
    ]
    rows = (instruction_files.row(each, on) for each in found)
    return exporting.download(
        file, _("督办单"), filters, instruction_files.columns(), rows, plain="instructions"
    )


def _tabs() -> list[str]:
    """Return the lists one may open; who only reads has none to answer, who may give none none given."""
    me = asking.person()
    if me.may(*READS_AREA) and not me.may("act_on_case"):
        return ["area"]
    gives = me.may("supervise") or oversight.has_given(asking.reading(), me)
    shown = {"mine": True, "given": gives, "area": me.may(*READS_AREA)}
    return [key for key in TABS if shown[key]]


def _asked(tabs: Collection[str], first: str) -> dict[str, Any]:
    """Return what the address asks for: which list, how far, what words.

    :param tabs: the lists one may open
    :param first: the list where it asks for none
    """
    box, state = request.args.get("box", ""), request.args.get("state", "")
    return {
        "box": box if box in tabs else first,
        "state": state if state in STATES else "unclosed",
        "words": request.args.get("words", "").strip()[:40],
    }


@bp.get("/<int:instruction_id>")
@signed_in
def show(instruction_id: int) -> str:
    """Show one, and what the visitor may do with it."""
    return _page(instruction_id)


@bp.post(ADDRESS)
@requires("act_on_case")
def do(instruction_id: int, act: str) -> Response | tuple[str, int]:
    """Answer it, accept, send back or withdraw; or say beside the fields what is wrong."""
    found = oversight.instruction(asking.reading(), asking.person(), instruction_id)
    asking.attempting(found.case_id, TITLES[act])
    form = _form(act, found)
    try:
        answers = form.load(request.form)
        answers.pop(SURE, None)
        with asking.writing() as uow:
            RUN[act](uow, instruction_id=instruction_id, **answers, by=asking.person(), at=asking.now())
            uow.commit()
    except Invalid as error:
        return _page(instruction_id, act, _wrong(form, error, found)), 422
    except Conflict as refusal:
        return _overtaken(instruction_id, form, refusal), refusal.status
    except Refused as refusal:
        return _page(instruction_id, act, answering.refused(form, refusal)), 422
    flash(word(DONE[act]), "done")
    return redirect(url_for("instructions.show", instruction_id=instruction_id), code=303)


def _wrong(form: Form, error: Invalid, found: InstructionView) -> Wrong:
    def check(until: date) -> None:
        check_until(until, was=found.finish_by, today=asking.today())

    return answering.invalid_with_day(form, error, "finish_by", check)


def _overtaken(instruction_id: int, form: Form, refusal: Conflict) -> str:
    """Show it as it stands by now, and what was typed, so that it can be copied."""
    resending.note_wrong([("", said(refusal))])
    typed = [(view.label, view.value) for view in form.fields(request.form) if view.type == "textarea"]
    return _page(
        instruction_id, refusal=said(refusal), typed=[(label, value) for label, value in typed if value]
    )


def _page(
    instruction_id: int,
    act: str = "",
    wrong: Wrong | None = None,
    *,
    refusal: str = "",
    typed: Sequence[tuple[str, str]] = (),
) -> str:
    """Draw it; parties' names in what was written go as the case's page shows them."""
    session = asking.reading_afresh() if wrong or refusal else asking.reading()
    me = asking.person()
    found = oversight.instruction(session, me, instruction_id)
    mine = oversight.standing(session, me, instruction_id)
    case = case_views.case_of(found.case_id)
    may = []
    if me.may("act_on_case"):
        may += ["answer"] if found.is_open and mine.answers else []
        may += ["accept", "send-back"] if found.is_answered and mine.judges else []
        may += ["withdraw"] if found.state != "closed" and mine.gave_it else []
    return render_template(
        "pages/instruction.html",
        each=found,
        case=case,
        still=still(session, [found.case_id], at=asking.now())[found.case_id],
        mask=case_views.mask_of(case),
        may=may,
        titles=TITLES,
        sheets={key: _sheet(key, found, wrong if key == act else None) for key in may},
        wrong=act,
        refusal=refusal,
        typed=typed,
    )


def _sheet(act: str, found: InstructionView, wrong: Wrong | None) -> Sheet:
    return answering.sheet(_form(act, found), values=request.form if wrong else None, wrong=wrong)


def _form(act: str, found: InstructionView) -> Form:
    fields: list[dict[str, Any]] = []
    if act == "answer":
        hint = _("办了什么、结果怎样、还有什么没办完。")
        fields = [area("answer", _("答复"), hint, most=2000)]
    elif act == "send-back":
        passed = found.finish_by < asking.today()
        until = asking.today() if passed else found.finish_by
        hint = _("原来的限期已过，请另定一天。") if passed else _("要多给几天的，在这里改。")
        fields = [area("remark", _("还差什么")), day("finish_by", _("限期"), hint, until)]
        fields += sure_of("finish_by", request.form, asking.today())
    elif act == "withdraw":
        fields = [area("reason", _("为什么撤回"))]
    return build({"id": act, "components": fields})
