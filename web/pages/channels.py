"""通知设置: by which ways somebody hears of things outside the app; each chooses for oneself."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_
from mediation.notifications import operations, queries, quiet
from mediation.notifications.delivery import Outcome, try_out
from mediation.notifications.quiet import Quiet
from mediation.notifications.rules import EMAIL, WECOM
from mediation.people.preferences import AS_COUNTY, NEVER, BadHours, SameHours, TooQuiet, prefer, read
from web import asking, bell, resending
from web.access import signed_in
from web.forms import Form, Invalid, build
from web.language import said, word
from web.pages import answering
from web.pages.answering import Wrong

bp = Blueprint("channels", __name__, url_prefix="/account/channels")
NAMES = {EMAIL: N_("电子邮箱"), WECOM: N_("企业微信群机器人")}
PLACES = {
    (): "",
    (EMAIL,): N_("邮箱"),
    (WECOM,): N_("企业微信群"),
    (EMAIL, WECOM): N_("邮箱或企业微信群"),
}
# How a test ended, in words: what happened, and how to go on.
TESTED = {
    "sent": N_("测试消息已发出，对方已收下。请到邮箱或群里看一看；没有看到的，请查看垃圾邮件。"),
    "down": N_("现在连不上发送服务，不是您的地址有问题。请过一会儿再试；一直不行的，请联系系统管理员。"),
    "busy": N_("对方说发得太快，请过几分钟再试。"),
    "again": N_("对方暂时没有收下，请过几分钟再试，或核对地址。"),
    "rejected": N_("对方没有收下这条消息，请联系系统管理员。"),
    "refused": N_("对方拒收：这个地址不存在或已停用。请删除后重新添加正确的地址。"),
    "unsure": N_("发出后连接断了，不能确定是否送到。请看一看有没有收到，没有的再试一次。"),
}


@bp.get("")
@signed_in
def index() -> str:
    """Show one's channels and what goes through each."""
    return _index(_quiet())


@bp.post("/quiet")
@signed_in
def choose_quiet() -> Response | tuple[str, int]:
    """Keep in which hours one wants nothing sent outside, or that the county's are right."""
    how, first, last = (request.form.get(name, "").strip() for name in ("quiet", "begins", "ends"))
    chosen = f"{first}-{last}" if how == "own" else how if how in (NEVER, AS_COUNTY) else AS_COUNTY
    try:
        with asking.writing() as uow:
            prefer(uow, person_id=asking.person().person_id, quiet=chosen)
            uow.commit()
        flash(_("已保存。"), "done")
    except (BadHours, SameHours, TooQuiet) as refusal:
        resending.note_wrong([("begins", said(refusal))])
        typed = {**_quiet(), "quiet": how, "begins": first, "ends": last}
        return _index({**typed, "quiet_wrong": said(refusal)}), 422
    return redirect(url_for("channels.index"), code=303)


@bp.get("/add/<kind>")
@signed_in
def new(kind: str) -> str:
    """Ask for an address."""
    return _page(kind)


@bp.post("/add/<kind>")
@signed_in
def add(kind: str) -> Response | tuple[str, int]:
    """Add a channel, or say beside the field what is wrong with the address."""
    form = _form(kind)
    try:
        given = form.load(request.form)
        with asking.writing() as uow:
            me = asking.person()
            operations.add_channel(
                uow,
                person_id=me.person_id,
                kind=kind,
                address=given["address"],
                urgent=bool(given.get("urgent")),
                digest=bool(given.get("digest")),
                outside=bell.outside(),
                by=me.speaker(),
                at=asking.now(),
            )
            uow.commit()
    except Invalid as error:
        return _page(kind, answering.invalid(form, error)), 422
    except Refused as refusal:
        return _page(kind, answering.refused(form, refusal)), 422
    flash(_("已添加。请点“发测试消息”，确认能收到。"), "done")
    return redirect(url_for("channels.index"), code=303)


@bp.post("/<int:channel_id>")
@signed_in
def change(channel_id: int) -> Response:
    """Change what goes through a channel."""
    with asking.writing() as uow:
        operations.change_channel(
            uow,
            channel_id=channel_id,
            urgent=request.form.get("urgent") == "yes",
            digest=request.form.get("digest") == "yes",
            on=request.form.get("paused") != "yes",
            by=asking.person().speaker(),
            at=asking.now(),
        )
        uow.commit()
    flash(_("已保存。"), "done")
    return redirect(url_for("channels.index"), code=303)


@bp.post("/<int:channel_id>/test")
@signed_in
def test(channel_id: int) -> Response:
    """Send a test and say how it ended; one that arrives switches a dead channel on again."""
    tell(try_out_channel(channel_id))
    return redirect(url_for("channels.index"), code=303)


@bp.post("/<int:channel_id>/remove")
@signed_in
def remove(channel_id: int) -> Response:
    """Take a channel away."""
    with asking.writing() as uow:
        operations.remove_channel(uow, channel_id=channel_id, by=asking.person().speaker(), at=asking.now())
        uow.commit()
    flash(_("已删除，地址也已清除。"), "done")
    return redirect(url_for("channels.index"), code=303)


def _index(hours: dict[str, Any]) -> str:
    ways = bell.outside().senders
    return render_template(
        "pages/channels.html",
        channels=queries.channels_of(asking.reading(), asking.person().person_id),
        kinds=NAMES,
        ways=ways,
        where=word(PLACES[tuple(kind for kind in NAMES if kind in ways)]),
        closed=[kind for kind in NAMES if kind not in ways],
        digest_at=bell.outside().digest_at,
        **hours,
    )


def _quiet() -> dict[str, Any]:
    """Return the county's quiet hours, and what the visitor chose: "county", "never" or "own" hours."""
    county = quiet.of_county(asking.locality())
    stored = asking.person().preferences
    chosen = read(stored).quiet or AS_COUNTY
    hours = quiet.of_person(stored, asking.locality()) or county or Quiet(*quiet.COUNTY)
    return {
        "county_quiet": county,
        "quiet": chosen if chosen in (NEVER, AS_COUNTY) else "own",
        "begins": f"{hours.begins:%H:%M}",
        "ends": f"{hours.ends:%H:%M}",
    }


def try_out_channel(channel_id: int) -> Outcome:
    """Send a test through a channel of one's own, or of somebody one answers for."""
    me = asking.person()
    return try_out(
        asking.writing,
        channel_id=channel_id,
        outside=bell.outside(),
        scope=queries.scope_of(me),
        by=me.speaker(),
        clock=asking.clock(),
    )


def tell(outcome: Outcome) -> None:
    """Say how a test ended."""
    words = _(TESTED[outcome.kind])
    answer = _("对方的回答：%(said)s", said=outcome.told) if outcome.told and outcome.kind != "sent" else ""
    flash(f"{words} {answer}".strip(), "done" if outcome.kind == "sent" else "soon")


def _page(kind: str, wrong: Wrong | None = None) -> str:
    form = _form(kind)
    values: Any = request.form if wrong else {"urgent": True, "digest": True}
    sheet = answering.sheet(form, values=values, wrong=wrong)
    return render_template("pages/channel_add.html", kind=kind, name=NAMES[kind], sheet=sheet)


def _form(kind: str) -> Form:
    if kind not in NAMES or kind not in bell.outside().senders:
        abort(404)
    labels = {EMAIL: _("邮箱地址"), WECOM: _("机器人地址（Webhook）")}
    hints = {
        EMAIL: _("例如 name@example.cn。通知里只写案号和经过，不写当事人姓名。"),
        WECOM: _(
            "在企业微信群里点“群设置—群机器人—添加”，把给出的地址整个复制过来。群里的人都能看到通知；通知里不写当事人姓名。"
        ),
    }
    address = {
        "type": "textfield",
        "key": "address",
        "label": labels[kind],
        "description": hints[kind],
        "validate": {"required": True, "maxLength": 500},
        "properties": {"autocomplete": "email"} if kind == EMAIL else {},
    }
    fields = [
        address,
        {"type": "checkbox", "key": "urgent", "label": _("紧急的事马上通知")},
        {"type": "checkbox", "key": "digest", "label": _("每天早上发一份摘要")},
    ]
    return build({"id": "channel", "components": fields})
