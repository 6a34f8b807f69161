"""One's own account: how pages are shown, a new password, who stands in while one is away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.kernel.errors import NotFound, Refused
from mediation.people import operations as people
from mediation.people import preferences
from mediation.people import queries as known
from mediation.people.rules import PASSWORD_AT_LEAST, PASSWORD_AT_MOST
from web import asking, visits, words
from web.access import signed_in
from web.forms import Form, Invalid, build
from web.pages import absence_form, answering
from web.pages.answering import Wrong

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@signed_in
def show() -> str:
    """Show the account."""
    return _page()


@bp.post("/password")
@signed_in
def password() -> Response | tuple[str, int]:
    """Change the password, or say beside the fields what is wrong."""
    form = _password_form()
    try:
        given = form.load(request.form)
        if given["new"] != given["again"]:
            return _page("password", Wrong(beside={"again": [_("两次输入的新密码不一致。")]})), 422
        with asking.writing() as uow:
            me = asking.person()
            mark = people.change_password(
                uow,
                person_id=me.person_id,
                old=given["old"],
                new=given["new"],
                by=me.speaker(),
                at=asking.now(),
            )
            uow.commit()
    except Invalid as error:
        return _page("password", answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page("password", answering.refused(form, refusal)), 422
    visits.go_on(mark=mark)
    flash(_("密码已修改，下次请用新密码登录。其他设备上已登录的都已退出。"), "done")
    return redirect(url_for("account.show"), code=303)


@bp.post("/preferences")
@signed_in
def prefer() -> Response:
    """Keep how one wants pages, for every device.

    :raises BadPreference: nobody offered that
    """
    with asking.writing() as uow:
        preferences.prefer(
            uow,
            person_id=asking.person().person_id,
            large=request.form.get("large") == "yes",
            after_task=request.form.get("after_task"),
            shortcuts=request.form.get("shortcuts") == "yes",
        )
        uow.commit()
    flash(_("已保存，换一台设备登录也一样。"), "done")
    return redirect(url_for("account.show"), code=303)


@bp.post("/absences")
@signed_in
def absent() -> Response | tuple[str, int]:
    """Put an absence down with who stands in, or say beside the fields what is wrong."""
    form = _absence_form()
    try:
        given = form.load(request.form)
        with asking.writing() as uow:
            me = asking.person()
            people.set_absence(uow, person_id=me.person_id, **given, by=me.speaker(), at=asking.now())
            uow.commit()
    except Invalid as error:
        return _page("absence", answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page("absence", answering.refused(form, refusal)), 422
    said = words.day(given["from_on"]), words.day(given["to_on"])
    flash(_("已登记：%(first)s至%(last)s外出，期间由代理人办理您的事。", first=said[0], last=said[1]), "done")
    return redirect(url_for("account.show"), code=303)


@bp.post("/absences/<int:absence_id>/end")
@signed_in
def back(absence_id: int) -> Response:
    """Be back today: yesterday was the last day away; one that has not begun is called off.

    :raises NotFound: it is not one's own, or over
    """
    me = asking.person()
    mine = known.absences(asking.reading(), me.person_id, asking.today())
    if not any(each.id == absence_id and each.person_id == me.person_id for each in mine):
        raise NotFound(what=_("这次外出"))
    yesterday = asking.today() - timedelta(days=1)
    with asking.writing() as uow:
        people.end_absence(uow, absence_id=absence_id, to_on=yesterday, by=me.speaker(), at=asking.now())
        uow.commit()
    flash(_("已销假，您的事重新由您办理。"), "done")
    return redirect(url_for("account.show"), code=303)


def _page(sent: str = "", wrong: Wrong | None = None) -> str:
    """Draw both forms, the one that was sent with what is wrong."""
    session, me = asking.reading(), asking.person()
    sheets = {
        name: answering.sheet(
            form(), values=request.form if name == sent else None, wrong=wrong if name == sent else None
        )
        for name, form in FORMS.items()
    }
    return render_template(
        "pages/account.html",
        sheets=sheets,
        errors=sheets[sent].errors if sent else (),
        absences=known.absences(session, me.person_id, asking.today()),
        me=me,
    )


def _password_form() -> Form:
    def field(key: str, label: str, fill: str, hint: str = "") -> dict[str, Any]:
        rules = {"required": True, "maxLength": PASSWORD_AT_MOST, "validationType": "password"}
        told = {"description": hint, "properties": {"autocomplete": fill}}
        return {"type": "textfield", "key": key, "label": label, "validate": rules, **told}

    hint = _("至少%(n)s位，须同时有字母和数字。", n=PASSWORD_AT_LEAST)
    fields = [
        field("old", _("原密码"), "current-password"),
        field("new", _("新密码"), "new-password", hint),
        field("again", _("再输入一次新密码"), "new-password"),
    ]
    return build({"id": "password", "components": fields})


def _absence_form() -> Form:
    return absence_form.form_for(asking.person().person_id)


FORMS: dict[str, Callable[[], Form]] = {"password": _password_form, "absence": _absence_form}
