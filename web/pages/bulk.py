"""Many tasks at one press: claimed, put back or handed over, each for itself, with a result for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from mediation.inbox import hands, receivers, settings
from mediation.inbox import operations as inbox
from mediation.inbox.refusals import NothingChosen, TooManyChosen
from mediation.kernel.errors import NotFound, Refused
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork, transact
from web import asking, database
from web.access import requires
from web.forms import Form, Invalid, build
from web.language import said
from web.pages import answering, case_views
from web.pages.answering import Wrong
from web.pages.passing_fields import area, people

bp = Blueprint("bulk", __name__)
TITLES = {"claim": N_("认领"), "release": N_("放回待领"), "hand_over": N_("转办")}
Act = Callable[[UnitOfWork, int], object]


@dataclass(frozen=True)
class Outcome:
    """What became of one task.

    :ivar why: sentence of the refusal; "" where it was done
    """

    item_id: int
    label: str
    case_number: str
    why: str

    @property
    def is_done(self) -> bool:
        """Say whether it was done."""
        return not self.why


@bp.post("/inbox/bulk")
@requires("act_on_case")
def do() -> str | tuple[str, int]:
    """Do one act to every ticked task; before a hand-over ask to whom and why.

    :raises NothingChosen:
    :raises TooManyChosen: more than one press moves
    """
    act, chosen = request.form.get("act", ""), _chosen()
    if act not in TITLES:
        raise NotFound(what=_("这项操作"))
    if act != "hand_over":
        operation = inbox.claim if act == "claim" else inbox.release
        return _results(act, chosen, lambda uow, item_id: _call(operation, uow, item_id))
    form = _form(chosen)
    if "reason" not in request.form:
        return _ask(chosen, form)
    try:
        answers = form.load(request.form)
    except Invalid as error:
        return _ask(chosen, form, answering.invalid(form, error)), 422
    return _results(act, chosen, lambda uow, item_id: _call(inbox.hand_over, uow, item_id, **answers))


def _call(operation: Callable[..., object], uow: UnitOfWork, item_id: int, **answers: object) -> object:
    return operation(uow, item_id=item_id, **answers, by=asking.person(), at=asking.now())


def _chosen() -> list[int]:
    chosen = list(dict.fromkeys(request.form.getlist("item", type=int)))
    most = settings.of(asking.locality()).bulk_at_most
    if not chosen:
        raise NothingChosen()
    if len(chosen) > most:
        raise TooManyChosen(most=most, count=len(chosen))
    return chosen


def _results(act: str, chosen: Sequence[int], run: Act) -> str:
    """Do each in a transaction of its own: what is refused stops none of the others.

    Of a task whose case the visitor may not know of nothing is said, and nothing is tried.
    """
    known = hands.known(asking.reading(), chosen, asking.person())
    database.db.session.remove()
    outcomes = [_one(item_id, known.get(item_id), run) for item_id in chosen]
    return render_template(
        "pages/passing_results.html",
        title=TITLES[act],
        done=[each for each in outcomes if each.is_done],
        refused=[each for each in outcomes if not each.is_done],
        back=_back(),
    )


def _one(item_id: int, named: hands.Named | None, run: Act) -> Outcome:
    if named is None:
        return Outcome(item_id, _("这项待办"), "", said(NotFound(what="这项待办")))
    why = ""
    try:
        transact(asking.system().uow, lambda uow: run(uow, item_id))
    except Refused as refusal:
        why = said(refusal)
    return Outcome(item_id, case_views.label(named), named.case_number, why)


def _form(chosen: Sequence[int]) -> Form:
    me = asking.person().person_id
    found = receivers.holders_of(asking.reading(), asking.locality(), chosen, asking.today(), me=me)
    return build({"id": "bulk", "components": [people(_("转给谁"), found), area("reason", _("为什么转"))]})


def _ask(chosen: Sequence[int], form: Form, wrong: Wrong | None = None) -> str:
    return render_template(
        "pages/passing_bulk.html",
        chosen=chosen,
        back=_back(),
        sheet=answering.sheet(form, values=request.form if wrong else None, wrong=wrong),
    )


def _back() -> str:
    """Return the list it came from; only ever a list of this house."""
    wanted = urlsplit(request.form.get("back", ""))
    if wanted.path == url_for("inbox.index") and not wanted.netloc:
        return f"{wanted.path}?{wanted.query}" if wanted.query else wanted.path
    return url_for("inbox.index")
