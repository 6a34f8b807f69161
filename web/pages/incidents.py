"""运行情况: what failed or stands still by itself, and trying it again by hand."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mediation.cases.queries import visible_to
from mediation.casework import incidents, retrying
from mediation.clocks import parked
from mediation.clocks.retrying import retry_now
from mediation.heartbeats import operations as heartbeats
from mediation.heartbeats import queries as beats
from mediation.kernel.actor import Actor
from mediation.notifications import queries as notifications
from web import asking, signs
from web.access import check_may, requires, signed_in
from web.pages.channel_health import WHO as SEE_SENDING

bp = Blueprint("incidents", __name__, url_prefix="/incidents")
KEEPS = incidents.KEEPS


@bp.get("")
@signed_in
def index() -> str:
    """Show what is parked in the cases one answers for, and what should run and does not.

    :raises PermissionMissing: no post keeps the system or supervises
    """
    session, me = asking.reading(), asking.person()
    check_may(KEEPS, incidents.LOOKS)
    whose = incidents.in_care_of(me)
    may_see_sending = me.may(*SEE_SENDING)
    jobs = beats.standing(beats.state(session, asking.now()))
    return render_template(
        "pages/incidents.html",
        steps=incidents.parked(session, me),
        steps_count=incidents.count(session, me),
        clocks=parked.parked(session, whose=whose, may_open=visible_to(me)),
        clocks_count=parked.count_parked(session, whose=whose),
        missed=beats.overdue(session, asking.now()),
        said=signs.said,
        jobs=[(signs.job_name(beat.job), beat) for beat in jobs],
        jobs_count=len({beat.job for beat in jobs}),
        troubled=len({beat.job for beat in jobs if beat.status not in (beats.FINE, beats.RUNNING)}),
        host_of=signs.host_of,
        may_act=me.may(KEEPS),
        sending=notifications.status_of(session, me, on=asking.today()) if may_see_sending else None,
    )


@bp.post("/steps/<int:parked_id>/retry")
@requires(KEEPS)
def retry_step(parked_id: int) -> Response:
    """Take a parked step again."""
    with asking.writing() as uow:
        went = retrying.retry(uow, parked_id=parked_id, by=_me(), at=asking.now())
        uow.commit()
    return _back(went)


@bp.post("/clocks/<int:clock_id>/retry")
@requires(KEEPS)
def retry_clock(clock_id: int) -> Response:
    """Fire a parked deadline now."""
    return _back(retry_now(asking.writing, clock_id=clock_id, at=asking.now()))


@bp.post("/time/confirm")
@requires(KEEPS)
def confirm_time() -> Response:
    """Say that the server shows the right time; what was held for it goes on."""
    with asking.writing() as uow:
        count = heartbeats.confirm_time(uow, by=_me(), at=asking.now())
        uow.commit()
    flash(_("已确认时间正确，%(count)s项任务接着运行。", count=count), "done")
    return redirect(url_for("incidents.index"), code=303)


def _me() -> Actor:
    return asking.person().actor_with(KEEPS)


def _back(went: bool) -> Response:
    if went:
        flash(_("已经办成。"), "done")
    else:
        flash(_("还是没有办成，原因见下面。这一项没有丢，改好以后可以再试。"), "late")
    return redirect(url_for("incidents.index"), code=303)
