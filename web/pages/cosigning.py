"""会签: what a co-signer is asked, beside the case, and the form to answer."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.inbox import hands, moves, queries
from mediation.inbox import operations as inbox
from mediation.inbox.moves import Question
from mediation.inbox.queries import ItemView
from mediation.kernel.errors import NotFound, Refused
from web import asking
from web.access import requires
from web.forms import Form, Invalid, build
from web.pages import answering, case_views, task_words
from web.pages.answering import Wrong
from web.pages.passing_fields import area

bp = Blueprint("cosigning", __name__)
ADDRESS = "/work/<int:item_id>/cosign"


@bp.get(ADDRESS)
@requires("act_on_case")
def show(item_id: int) -> str | Response:
    """Show what is asked; what was answered leads to the case."""
    item, question = _asked(item_id)
    case_views.case_of(item.case_id)
    if not item.is_open:
        flash(task_words.past(item), "soon")
        return redirect(url_for("cases.show", case_id=item.case_id))
    return _page(item, question, _form())


@bp.post(ADDRESS)
@requires("act_on_case")
def answer(item_id: int) -> Response | tuple[str, int]:
    """Take the answer and go back to the inbox.

    :raises TaskTaken: it was answered before (409)
    """
    item, question = _asked(item_id)
    form = _form()
    asking.attempting(item.case_id, item.label)
    try:
        answers = form.load(request.form)
        with asking.writing() as uow:
            inbox.answer_cosign(
                uow,
                item_id=item_id,
                agrees=answers["answer"] == "agree",
                remark=answers["remark"] or "",
                by=asking.person(),
                at=asking.now(),
            )
            uow.commit()
    except Invalid as error:
        return _page(item, question, form, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page(item, question, form, answering.refused(form, refusal)), 422
    flash(_("已答复。"), "done")
    return redirect(url_for("inbox.index"), code=303)


def _asked(item_id: int) -> tuple[ItemView, Question]:
    item = queries.open_item(asking.reading(), item_id=item_id, identity=asking.person())
    question = moves.question(asking.reading(), item_id, asking.person())
    if question is None:
        raise NotFound(what=_("这项会签"))
    return item, question


def _form() -> Form:
    answers: list[dict[str, Any]] = [
        {"value": "agree", "label": _("同意")},
        {"value": "object", "label": _("有异议")},
    ]
    return build(
        {
            "id": "cosign",
            "components": [
                {
                    "type": "radio",
                    "key": "answer",
                    "label": _("您的意见"),
                    "values": answers,
                    "validate": {"required": True},
                },
                area("remark", _("说明"), _("有异议的，必须写明意见。"), required=False),
            ],
        }
    )


def _page(item: ItemView, question: Question, form: Form, wrong: Wrong | None = None) -> str:
    sent = request.form if request.method == "POST" else None
    case = case_views.case_of(item.case_id)
    return render_template(
        "pages/passing_cosign.html",
        item=item,
        question=question,
        may_answer=item.is_mine and not hands.answers_itself(question.hands, item.person_id, asking.person()),
        case=case,
        mask=case_views.mask_of(case),
        sheet=answering.sheet(
            form, values=sent, wrong=wrong, token=answering.sent_token() if sent is not None else ""
        ),
    )
