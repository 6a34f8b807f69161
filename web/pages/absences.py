"""Who is away and which posts are vacant below one; putting an absence down for somebody who cannot."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.kernel.errors import Forbidden, NotFound, Refused
from mediation.kernel.text import N_
from mediation.people import operations as people
from mediation.people import queries as known
from mediation.people.queries import PersonView
from web import asking, words
from web.access import signed_in
from web.forms import Invalid
from web.pages import absence_form, answering
from web.pages.answering import Wrong

bp = Blueprint("absences", __name__, url_prefix="/absences")
SIZE = 30


class OnlyLeads(Forbidden):
    message = N_("外出和空缺由各单位负责人和督办人员查看。您自己的外出请在“我的账号”里登记。")


@bp.get("")
@signed_in
def index() -> str:
    """Show who is away and what is vacant, each a page at a time."""
    session, paths = asking.reading(), _paths()
    away = known.away_below(
        session,
        paths,
        asking.today(),
        locality=asking.locality(),
        after=request.args.get("away", ""),
        size=SIZE,
    )
    vacant = known.vacancies(
        session,
        asking.locality(),
        paths[0],
        asking.today(),
        after=request.args.get("vacant", ""),
        size=SIZE + 1,
    )
    name = request.args.get("name", "").strip()[:30]
    return render_template(
        "pages/absences.html",
        away=away,
        vacant=vacant[:SIZE],
        vacant_next=vacant[SIZE - 1].key if len(vacant) > SIZE else None,
        name=name,
        found=_found(name),
        arranges=_arranges(),
    )


@bp.get("/of/<int:person_id>")
@signed_in
def show(person_id: int) -> str:
    """Show the form to put an absence down for one of one's people."""
    return _page(_person(person_id))


@bp.post("/of/<int:person_id>")
@signed_in
def put_down(person_id: int) -> Response | tuple[str, int]:
    """Put it down, or say beside the fields what is wrong."""
    person = _person(person_id)
    form = absence_form.form_for(person_id)
    try:
        given = form.load(request.form)
        with asking.writing() as uow:
            people.arrange_absence(uow, person_id=person_id, **given, by=asking.person(), at=asking.now())
            uow.commit()
    except Invalid as error:
        return _page(person, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page(person, answering.refused(form, refusal)), 422
    said = {"name": person.name, "first": words.day(given["from_on"]), "last": words.day(given["to_on"])}
    flash(_("已登记：%(name)s %(first)s至%(last)s外出，期间由代理人办理。", **said), "done")
    return redirect(url_for("absences.index"), code=303)


@bp.post("/<int:absence_id>/end")
@signed_in
def end(absence_id: int) -> Response:
    """Say that somebody is back today, or does not go at all."""
    yesterday = asking.today() - timedelta(days=1)
    with asking.writing() as uow:
        people.call_back(uow, absence_id=absence_id, to_on=yesterday, by=asking.person(), at=asking.now())
        uow.commit()
    flash(_("已销假，工作重新由本人办理。"), "done")
    return redirect(url_for("absences.index"), code=303)


def _page(person: PersonView, wrong: Wrong | None = None) -> str:
    sent = request.form if wrong is not None else None
    sheet = answering.sheet(absence_form.form_for(person.id), values=sent, wrong=wrong)
    return render_template("pages/absence.html", person=person, sheet=sheet)


def _paths() -> list[str]:
    """Return the units one oversees, the widest first.

    :raises OnlyLeads: none
    """
    paths = {post.unit_path for post in asking.person().posts if post.oversees_people}
    if not paths:
        raise OnlyLeads(needed="")
    return sorted(paths, key=lambda path: (len(path), path))


def _arranges() -> list[str]:
    return sorted({post.unit_path for post in asking.person().posts if post.arranges_absences})


def _found(name: str) -> tuple[PersonView, ...]:
    if not name or not _arranges():
        return ()
    session, locality = asking.reading(), asking.locality()
    found = known.staff_below(session, _arranges(), asking.today(), locality=locality, words=name)
    return tuple(found)


def _person(person_id: int) -> PersonView:
    """Return one of one's people.

    :raises NotFound: it is none of them
    """
    person = known.person(asking.reading(), person_id)
    session, locality = asking.reading(), asking.locality()
    mine = known.staff_below(session, _arranges(), asking.today(), locality=locality, words=person.name)
    here = next((each for each in mine if each.id == person_id), None)
    if here is None:
        raise NotFound(what=_("这位工作人员"))
    return here
