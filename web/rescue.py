"""A form sent after its visit ended: carried through the sign-in page, given to nobody but its writer.

Every page says, under signature, for whom it was drawn; so a form finds its writer even where the
visit is gone or another person has signed in meanwhile.
"""

from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, render_template, request, session, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RoutingException

from mediation.drafts import carrying, rules
from mediation.drafts import operations as drafts
from mediation.drafts.carrying import Carried, NotCarried
from mediation.kernel.errors import Changed, NotFound, Refused
from mediation.people import queries as people
from mediation.people.queries import Identity
from web import asking, visits
from web.language import said

FOR, KEY, TITLE, PATH, SEEN = (
    f"{rules.OWN_PREFIX}{name}" for name in ("for", "key", "title", "path", "seen")
)
CARRIED = "carried"


def init_app(app: Flask) -> None:
    """Give templates the stamp."""
    app.jinja_env.globals.update(drawn_for=stamp, page_again=page_again, form_page=form_page)


def page_again() -> str:
    """Return where a page that answered a sent form can be opened anew; "" where nothing was sent."""
    if request.method != "POST":
        return ""
    asked = _asked()
    return asked if _opens(asked) else came_from() or url_for("inbox.index")


def form_page() -> str:
    """Return where this page is found, or where it answers a sent form, the page the form belongs to.

    A page that answered hands on with its forms whose page that was: the next is sent from it, and
    an address that only takes forms cannot be opened. Where nothing is known it is the inbox.
    """
    if request.method != "POST":
        return request.full_path
    for address in (_handed_on(), _asked(), came_from() or ""):
        if _opens(address):
            return address
    return url_for("inbox.index")


def _handed_on() -> str:
    """Return the page the form says it is on; "" where it says none, or was too large to be read."""
    try:
        return request.form.get(PATH, "")
    except RequestEntityTooLarge:
        return ""


def _asked() -> str:
    asked = request.query_string.decode()
    return f"{request.path}?{asked}" if asked else request.path


def _opens(address: str) -> bool:
    """Say whether a page of this site can be opened at ``address``."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None, "a request is given, so there is an adapter of it"
    try:
        adapter.match(urlsplit(rules.check_path(address)).path, method="GET")
    except (HTTPException, RoutingException, rules.BadDraft):
        return False
    return True


def stamp() -> str:
    """Return for whom this page is drawn, signed; "" where nobody is signed in."""
    person: Identity | None = g.get("person")
    return str(_signer().dumps(person.person_id)) if person is not None else ""


def drawn_for(text: str | None = None) -> int | None:
    """Return for whom the page was drawn that sent this request; None where it does not say so."""
    try:
        return int(_signer().loads(text if text is not None else request.form.get(FOR, "")))
    except (BadSignature, ValueError, TypeError):
        return None


def carried() -> Carried | None:
    """Return what somebody typed into the form of this request; None where nothing or nobody's.

    :raises DraftTooLarge: more than any form takes
    """
    person_id = drawn_for() or visits.last()
    if request.method != "POST" or person_id is None:
        return None
    answers = rules.typed({key: request.form.getlist(key) for key in request.form})
    if rules.is_blank(answers):
        return None
    return Carried(
        person_id=person_id,
        key=_key(),
        title=request.form.get(TITLE, "")[:120] or _("没有提交的内容"),
        path=_path(),
        answers=answers,
        seen=request.form.get(SEEN, 0, type=int),
        at=asking.now(),
    )


def door() -> tuple[str, int] | None:
    """Show the sign-in page with the sealed form in it; None where there is nothing to carry."""
    try:
        kept = carried()
    except rules.DraftTooLarge as refusal:
        flash(said(refusal), "late")
        return None
    if kept is None:
        return None
    return (
        render_template(
            "pages/sign_in.html",
            expired=session.pop(visits.EXPIRED, False),
            carried=carrying.seal(kept),
            carried_title=kept.title,
        ),
        401,
    )


def give_back(sealed: str, *, to: Identity) -> str | None:
    """Make the carried form its writer's draft and say so; return the form's address if it is ``to``'s.

    Somebody else who signs in gets nothing of it: it goes to its writer's drafts, unseen.
    """
    try:
        kept = carrying.unseal(sealed, at=asking.now())
    except NotCarried as refusal:
        flash(said(refusal), "soon")
        return None
    if kept.person_id == to.person_id:
        return keep(kept, by=to)
    _leave_to_writer(kept)
    return None


def keep(kept: Carried, *, by: Identity) -> str | None:
    """Make the carried form a draft of ``by`` and say so; return where it is to be looked at."""
    try:
        draft_id, is_beside = put_by(kept, by=by)
    except Refused as refusal:
        flash(said(refusal), "soon")
        return None
    if is_beside:
        flash(
            _("“%(what)s”在别处又改过。您刚才填的另存了一份，两份都在，请选用一份。", what=kept.title), "soon"
        )
        return url_for("drafts.show", draft_id=draft_id)
    flash(_("您刚才填的“%(what)s”没有丢，已存为草稿，还没有提交。", what=kept.title), "soon")
    return kept.path if kept.key.partition(":")[0] != "form" else url_for("drafts.show", draft_id=draft_id)


def put_by(kept: Carried, *, by: Identity) -> tuple[int | None, bool]:
    """Save the carried form among ``by``'s drafts.

    :returns: the draft's id, and whether it stands beside another version that was saved meanwhile
    :raises Refused: it cannot be kept
    """
    given: dict[str, Any] = {name: getattr(kept, name) for name in ("key", "title", "path", "answers")}
    try:
        with asking.writing() as uow:
            saved = drafts.save(uow, **given, seen=kept.seen, by=by, at=asking.now())
            uow.commit()
        return saved.draft_id, False
    except (rules.NewerDraft, Changed):
        with asking.writing() as uow:
            saved = drafts.save_beside(uow, **given, by=by, at=asking.now())
            uow.commit()
        return saved.draft_id, True


def after_csrf() -> str | None:
    """Keep a form whose guard no longer fits, because its writer signed in again meanwhile.

    Only a page drawn for somebody proves who typed: the guard against forgery did not hold.

    :returns: where to go on; None where nothing could be kept
    """
    writer, visitor = drawn_for(), g.get("person")
    if writer is None or visitor is None:
        return None
    kept = carried()
    if kept is None:
        return None
    if writer == visitor.person_id:
        return keep(kept, by=visitor)
    _leave_to_writer(kept)
    return None


def _leave_to_writer(kept: Carried) -> None:
    try:
        writer = people.identity(asking.reading(), kept.person_id, asking.today(), locality=asking.locality())
        put_by(kept, by=writer)
    except (NotFound, Refused):
        flash(_("这台设备上有别人没有提交的内容，没有给您看。"), "soon")
    else:
        told = _("这台设备上有%(name)s没有提交的内容，已存进本人的草稿，没有给您看。", name=writer.name)
        flash(told, "soon")


def _key() -> str:
    """Return the form's key; a form that has none is known by where it was sent."""
    try:
        return rules.check_key(request.form.get(KEY, ""))
    except rules.BadDraft:
        return f"form:{blake2b(request.path.encode(), digest_size=8).hexdigest()}"


def _path() -> str:
    """Return where the form is: as it says, else the page it was sent from."""
    for path in (request.form.get(PATH, ""), came_from() or ""):
        try:
            return rules.check_path(path)
        except rules.BadDraft:
            continue
    return url_for("inbox.index")


def came_from() -> str | None:
    """Return the page of this site that this request was sent from; None where it was none."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path.startswith("/"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="drawn for")
