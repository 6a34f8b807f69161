"""更多办法: passing a task on, asking others, nudging, keeping away; each a plain form of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.inbox import hands, moves, queries
from mediation.inbox import operations as inbox
from mediation.inbox.moves import Nudged, Step
from mediation.inbox.queries import ItemView
from mediation.kernel.errors import NotFound, Refused
from web import asking
from web.access import requires
from web.forms import Form, Invalid
from web.language import word
from web.pages import answering, case_views, passing_acts, task_words
from web.pages.answering import Wrong
from web.pages.passing_acts import TaskAct

bp = Blueprint("passing", __name__)
KEYS = ",".join(f"'{key}'" for key in passing_acts.ACTS)
ADDRESS = f"/work/<int:item_id>/<any({KEYS}):key>"
LEAVES = frozenset({"hand-over", "delegate", "give-back", "release", "recuse"})


@dataclass(frozen=True)
class More:
    """What else may be done with a task, and what is going on around it."""

    acts: Sequence[TaskAct]
    steps: Sequence[Step]
    nudged: Nudged | None
    may_send_back: bool
    may_release: bool = False

    @property
    def delegated(self) -> Step | None:
        """The delegation under way, with what was asked."""
        return next((step for step in self.steps if step.kind == "delegated" and step.is_waiting), None)

    @property
    def handed_on(self) -> Step | None:
        """The last hand-over, where it was the visitor's own and nobody else has moved the task since."""
        passed = [step for step in self.steps if step.kind in ("handed_over", "delegated")]
        last = passed[-1] if passed else None
        own = last is not None and last.kind == "handed_over" and last.is_own and last.is_waiting
        return last if own else None

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self.acts or self.steps or self.nudged or self.may_send_back)


@bp.app_template_global("more_of")
def more(item: ItemView) -> More:
    """Return the acts open to the visitor at this task now, and its moves so far."""
    session, me = asking.reading(), asking.person()
    steps, nudged = moves.steps_of(session, item.id, me), moves.nudged(session, item.id)
    if not item.is_open or not me.may("act_on_case"):
        return More((), steps, nudged, may_send_back=False)
    mine = hands.standing(session, asking.locality(), item.id, me)
    acts = [act for act in passing_acts.ACTS.values() if act.offered(item, mine)]
    movable = passing_acts.own(item, mine) and not mine.is_personal
    back = movable and item.is_mine
    back = back and hands.another_may_claim(session, asking.locality(), item.id, me, asking.today())
    return More(acts, steps, nudged, may_send_back=movable, may_release=back)


@bp.get(ADDRESS)
@requires("act_on_case")
def show(item_id: int, key: str) -> str | Response:
    """Show the form of an act with what it will do."""
    item, act = _item(item_id), passing_acts.ACTS[key]
    case_views.case_of(item.case_id)
    if not item.is_open:
        flash(task_words.past(item), "soon")
        return redirect(url_for("cases.show", case_id=item.case_id))
    return _page(item, act, act.form(item))


@bp.post(ADDRESS)
@requires("act_on_case")
def do(item_id: int, key: str) -> Response | tuple[str, int]:
    """Do it, or say why it cannot be done.

    :raises TaskTaken: somebody was faster (409)
    """
    item, act = _item(item_id), passing_acts.ACTS[key]
    case = case_views.case_of(item.case_id)
    form = act.form(item)
    asking.attempting(item.case_id, f"{act.title}：{item.label}")
    try:
        answers = form.load(request.form)
        with asking.writing() as uow:
            act.run(uow, item, answers)
            uow.commit()
    except Invalid as error:
        return _page(item, act, form, answering.invalid(form, error)), 422
    except Refused as refusal:
        wrong = answering.refused(form, refusal, named=case_views.names_of(case))
        return _page(item, act, form, wrong), 422
    flash(word(act.done), "done")
    return redirect(_afterwards(item, key), code=303)


@bp.post("/work/<int:item_id>/moves/<int:move_id>/take-back")
@requires("act_on_case")
def take_back(item_id: int, move_id: int) -> Response:
    """Take back a move nobody has acted on.

    :raises MoveAnswered: or ActedOn: somebody has; says who and when (409)
    """
    item = _item(item_id)
    case_views.case_of(item.case_id)
    asking.attempting(item.case_id, f"撤回：{item.label}")
    with asking.writing() as uow:
        inbox.take_back(uow, move_id=move_id, by=asking.person(), at=asking.now())
        uow.commit()
    flash(_("已撤回，期限不变。"), "done")
    return redirect(url_for("tasks.show", item_id=item_id), code=303)


@bp.post("/cases/<int:case_id>/copies/<int:person_id>/withdraw")
@requires("act_on_case")
def withdraw_copy(case_id: int, person_id: int) -> Response:
    """Take back a copy."""
    case_views.case_of(case_id)
    asking.attempting(case_id, "撤回抄送")
    with asking.writing() as uow:
        inbox.withdraw_copy(uow, case_id=case_id, person_id=person_id, by=asking.person(), at=asking.now())
        uow.commit()
    flash(_("已撤回抄送。"), "done")
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _item(item_id: int) -> ItemView:
    return queries.open_item(asking.reading(), item_id=item_id, identity=asking.person())


def _afterwards(item: ItemView, key: str) -> str:
    """Go back to the task, or to the list where it is no longer one's own."""
    if key in LEAVES:
        return url_for("inbox.index")
    return url_for("tasks.show", item_id=item.parent_id if key == "drop" and item.parent_id else item.id)


def _page(item: ItemView, act: TaskAct, form: Form, wrong: Wrong | None = None) -> str:
    sent = request.form if request.method == "POST" else None
    token = answering.sent_token() if sent is not None else ""
    if act.key == "drop" and item.parent_id is None:
        raise NotFound(what=_("这项会签"))
    return render_template(
        "pages/passing.html",
        item=item,
        act=act,
        back=item.parent_id if act.key == "drop" else item.id,
        case=case_views.case_of(item.case_id),
        sheet=answering.sheet(form, values=sent, wrong=wrong, token=token),
    )
