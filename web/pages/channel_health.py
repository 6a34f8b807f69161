"""发送情况: whose channels are dead, what waits, what did not go; for those who answer for it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.kernel.text import N_
from mediation.notifications import operations, queries
from mediation.notifications.queries import Scope
from web import asking, bell
from web.access import check_may, signed_in
from web.pages.channel_answers import meaning
from web.pages.channels import NAMES, tell, try_out_channel

bp = Blueprint("channel_health", __name__, url_prefix="/channels")
WHO = ("supervise", "manage_people", "audit")
WHY = {
    "down": N_("发送服务连不上"),
    "busy": N_("对方说发得太快"),
    "again": N_("对方暂时没有收下"),
    "rejected": N_("对方没有收下这条消息"),
    "refused": N_("对方拒收，地址不存在或已停用"),
    "expired": N_("隔得太久，不再发"),
    "lost": N_("发送中断，可能已送到，也可能没有"),
    "unsure": N_("发送中断，可能已送到，也可能没有"),
}


@bp.get("/health")
@signed_in
def index() -> str:
    """Show how sending fares for the people one answers for.

    :raises PermissionMissing: no post supervises, keeps people or audits
    """
    scope = _scope()
    return render_template(
        "pages/channel_health.html",
        health=queries.health(asking.reading(), scope, on=asking.today()),
        may_act=scope.may_act,
        kinds=NAMES,
        why=WHY,
        meaning=meaning,
        ways=bell.outside().senders,
    )


@bp.post("/health/channels/<int:channel_id>/test")
@signed_in
def test(channel_id: int) -> Response:
    """Send a test through somebody's channel; one that arrives switches it on again."""
    _scope()
    tell(try_out_channel(channel_id))
    return redirect(url_for("channel_health.index"), code=303)


@bp.post("/health/deliveries/<int:delivery_id>/again")
@signed_in
def again(delivery_id: int) -> Response:
    """Send once more what failed or may have arrived."""
    scope, me = _scope(), asking.person()
    with asking.writing() as uow:
        operations.send_again(uow, delivery_id=delivery_id, scope=scope, by=me.speaker(), at=asking.now())
        uow.commit()
    flash(_("已重新排队，马上再发一次。"), "done")
    return redirect(url_for("channel_health.index"), code=303)


@bp.post("/health/deliveries/<int:delivery_id>/drop")
@signed_in
def drop(delivery_id: int) -> Response:
    """Let it be; it stays readable in the app."""
    scope, me = _scope(), asking.person()
    with asking.writing() as uow:
        operations.drop_delivery(uow, delivery_id=delivery_id, scope=scope, by=me.speaker(), at=asking.now())
        uow.commit()
    flash(_("不再发送。这条通知仍可在系统里查看。"), "done")
    return redirect(url_for("channel_health.index"), code=303)


def _scope() -> Scope:
    check_may(*WHO)
    return queries.scope_of(asking.person())
