"""Reporting a dispute: where, what, who, how dangerous. Sent twice it is one case."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.casework import repeats
from mediation.casework.operations import Reported
from mediation.casework.reporting import report_with
from mediation.kernel.errors import NotFound, Refused
from mediation.parties.operations import NewParty
from mediation.units import queries as units
from mediation.units.queries import UnitView
from web import asking
from web.access import requires
from web.forms import Form, Invalid
from web.pages import answering, drafting, related_notice
from web.pages.answering import Sheet, Wrong
from web.pages.drafting import Offer
from web.pages.report_form import (
    PARTIES_AT_FIRST,
    PARTIES_AT_MOST,
    dispute_form,
    numbers_wrong,
    party_form,
    traits_of,
)

bp = Blueprint("report", __name__)
KEY = "report"


@bp.get("/report")
@requires("report_case")
def show() -> str:
    """Show the form for the place chosen, else for one's own unit; with what was typed before."""
    offer = _offer()
    typed: Mapping[str, str] = offer.values or {}
    unit = request.args.get("unit", type=int) or _whole(typed.get("unit", ""))
    return _page(_place(unit), _forms(_rows(typed)), offer=offer)


@bp.get("/report/place")
@requires("report_case")
def place() -> str:
    """Choose where it happened: search, or walk down the tree from one's own units."""
    session, wanted = asking.reading(), request.args.get("words", "").strip()[:60]
    here = _place(request.args.get("unit", type=int))
    own = {post.unit_id: units.unit(session, post.unit_id) for post in asking.person().posts}
    found = (
        [each for root in own.values() for each in units.find(session, wanted, within=root)] if wanted else []
    )
    return render_template(
        "pages/report_place.html",
        words=wanted,
        quick="yes" if request.args.get("quick") else None,
        found=list({each.id: each for each in found}.values()),
        line=[
            each
            for each in units.lineage(session, here.id)
            if any(each.is_within(root) for root in own.values())
        ],
        here=here,
        below=units.children(session, here.id, after=request.args.get("after")),
        own=list(own.values()),
    )


@bp.post("/report")
@requires("report_case")
def send() -> Response | tuple[str, int] | str:
    """Register the dispute and show its case."""
    unit = _place(request.form.get("unit", type=int))
    rows = _rows(request.form)
    if "add_party" in request.form:
        return _page(unit, _forms(min(rows + 1, PARTIES_AT_MOST)))
    forms = _forms(rows)
    try:
        dispute = _dispute(unit, forms)
    except _AllInvalid as error:
        return _page(unit, forms, error.wrongs), 422
    known = repeats.reported_just_now(
        asking.reading(), dispute=dispute, person_id=asking.person().person_id, at=asking.now()
    )
    if known is not None:
        flash(
            _("这件事您刚才已经登记过，就是下面这一件，没有重复登记。确实是另一件的，请把标题写得不一样。"),
            "soon",
        )
        return redirect(url_for("cases.show", case_id=known), code=303)
    try:
        with asking.writing() as uow:
            case = report_with(uow, dispute=dispute, by=asking.person(), at=asking.now())
            case_id = case.id
            drafting.finish(uow, KEY)
            uow.commit()
    except Refused as refusal:
        return _page(unit, forms, [answering.refused(forms[0], refusal)]), 422
    flash(_("已登记，下面是它的编号和接下来的安排。"), "done")
    related_notice.tell_related(case_id)
    return redirect(url_for("cases.show", case_id=case_id), code=303)


class _AllInvalid(Exception):
    """What is wrong with each of the forms, in their order."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        self.wrongs = wrongs


def _forms(rows: int) -> list[Form]:
    return [dispute_form(), *(party_form(place) for place in range(rows))]


def _dispute(unit: UnitView, forms: list[Form]) -> Reported:
    answers, wrongs = [], []
    for place, form in enumerate(forms):
        try:
            given = {} if place > PARTIES_AT_FIRST and _is_blank(place - 1) else form.load(request.form)
            answers.append(given)
            wrongs.append(numbers_wrong(place - 1, given) if place and given else Wrong())
        except Invalid as error:
            wrongs.append(answering.invalid(form, error))
    if any(wrong.beside for wrong in wrongs):
        raise _AllInvalid(wrongs)
    about = answers[0]
    return Reported(
        title=about["title"],
        story=about["story"],
        kind=about["kind"],
        source=about["source"],
        unit_id=unit.id,
        parties=[_party(each) for each in answers[1:] if each],
        place=about["place"] or "",
        plot=about["plot"] or None,
        people_count=about["people_count"] or 2,
        amount_fen=None if about["amount_yuan"] is None else int(Decimal(about["amount_yuan"]) * 100),
        traits=traits_of(about),
        submission=answering.sent_token(),
    )


def _party(answers: dict[str, Any]) -> NewParty:
    return NewParty(**{key.rpartition("_")[0]: value for key, value in answers.items()})


def _is_blank(row: int) -> bool:
    """Whether a further row was left empty; the first ones must be filled in."""
    return not any(request.form.get(f"{name}_{row}", "").strip() for name in ("name", "phone", "id_number"))


def _row(key: str) -> int:
    place = key.rpartition("_")[2]
    return int(place) if place.isdigit() and len(place) < 3 else 0


def _place(unit_id: int | None) -> UnitView:
    if unit_id is not None:
        return units.unit(asking.reading(), unit_id)
    posts = asking.person().posts
    if not posts:
        raise NotFound(what=_("您任职的单位"))
    return units.unit(asking.reading(), posts[0].unit_id)


def _rows(fields: Mapping[str, str]) -> int:
    """Return how many parties the form has, as it says or as it was filled in."""
    said = _whole(fields.get("rows", "")) or PARTIES_AT_FIRST
    filled = 1 + max((_row(key) for key in fields if key.startswith("name_")), default=0)
    return min(max(said, filled, 1), PARTIES_AT_MOST)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _offer() -> Offer:
    return drafting.offer(KEY, title=_("报纠纷"), path=url_for("report.show"))


def _page(
    unit: UnitView, forms: list[Form], wrongs: list[Wrong] | None = None, *, offer: Offer | None = None
) -> str:
    sent = request.form if request.method == "POST" else None
    token = answering.sent_token() if sent is not None else answering.new_token()
    wrongs = (wrongs or []) + [Wrong()] * len(forms)
    offer = offer or _offer()
    values = sent if sent is not None else offer.values
    sheets: list[Sheet] = [
        answering.sheet(
            form, values=values if values and _was_sent(form, values) else None, wrong=wrong, token=token
        )
        for form, wrong in zip(forms, wrongs, strict=False)
    ]
    return render_template(
        "pages/report.html",
        unit=unit,
        offer=offer,
        about=sheets[0],
        parties=sheets[1:],
        blank=answering.sheet(party_form(99)),
        errors=[*sheets[0].errors, *_of_parties(sheets[1:])],
        token=token,
    )


def _of_parties(sheets: list[Sheet]) -> list[tuple[str, str]]:
    """Return what is wrong with the parties for the summary, each with which party it is."""
    return [
        (where, _("当事人 %(n)s：%(what)s", n=number, what=sentence))
        for number, sheet in enumerate(sheets, start=1)
        for where, sentence in sheet.errors
    ]


def _was_sent(form: Form, values: Mapping[str, str]) -> bool:
    """A row just added was not sent yet and shows its defaults."""
    return any(key in values for key in form.inputs)
