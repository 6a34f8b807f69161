"""What runs by itself and does not: said on the board, and to the administrator on every page."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mediation.heartbeats import queries as heartbeats
from mediation.heartbeats.queries import Overdue
from mediation.kernel.text import N_
from web import asking
from web.language import word
from web.words import moment

log = logging.getLogger(__name__)
JOBS = {
    "sweep": N_("期限计时"),
    "send": N_("通知发送"),
    "search": N_("查找更新"),
    "tidy": N_("草稿清理"),
    "pauses": N_("停表检查"),
    "recount": N_("期限重算"),
    "orders": N_("督办单到期提醒"),
}
MANAGES = "manage_system"


def init_app(app: Flask) -> None:
    """Give templates what is missed; asked once a page, and only where it is drawn."""
    app.jinja_env.globals.update(missed_jobs=missed_jobs, missed_said=said, incidents_door=door)


def missed_jobs() -> Sequence[Overdue]:
    """Return the jobs that nobody does; none the second time on a page, or where it cannot be read."""
    if g.get("missed_told"):
        return ()
    g.missed_told = True
    try:
        return heartbeats.overdue(asking.reading(), asking.now())
    except Exception:
        # The page itself may be the one that says that the database does not answer.
        log.exception("signs of life cannot be read")
        return ()


def said(missed: Overdue) -> str:
    """Say what does not run, since when, what that means, and what to do about it."""
    manages = asking.person().may(MANAGES)
    if missed.is_held:
        do = _("请核对服务器的时间。") if manages else _("请系统管理员核对时间。")
        return _jumped(missed) + do
    do = _("请启动调度程序：mediation scheduler。") if manages else _("请告诉系统管理员。")
    return _stands(missed) + do


def _stands(missed: Overdue) -> str:
    job, when = job_name(missed.job), moment(missed.seen_at)
    if missed.why == heartbeats.NEVER:
        return _("“%(job)s”没有在运行：到期的期限不会触发，也不会提醒。", job=job)
    if missed.job == "sweep":
        return _("“%(job)s”从%(when)s起没有动静：到期的期限不会触发，也不会提醒。", job=job, when=when)
    return _("“%(job)s”从%(when)s起没有动静。", job=job, when=when)


def _jumped(missed: Overdue) -> str:
    jump = jump_said(missed.jump)
    if missed.why == heartbeats.HELD:
        return _(
            "服务器的时间%(jump)s，“%(job)s”自%(when)s起暂停，免得期限提前触发。",
            jump=jump,
            job=job_name(missed.job),
            when=moment(missed.held_since),
        )
    return _(
        "服务器的时间%(jump)s，没有人核对过。如果现在的时间不对，%(when)s以后到期的期限会触发得晚。",
        jump=jump,
        when=moment(missed.behind_until),
    )


def job_name(job: str) -> str:
    """Return what people call a job."""
    return word(JOBS[job]) if job in JOBS else job


def host_of(scheduler: str) -> str:
    """Return the machine a scheduler runs on: its name without process and start."""
    return scheduler.split(" ", 1)[0]


def jump_said(jump: timedelta) -> str:
    """Say how far the clock jumped, e.g. 往前跳了1天."""
    minutes = round(abs(jump).total_seconds() / 60)
    if minutes >= 36 * 60 or minutes % (24 * 60) in (0, 1, 24 * 60 - 1):
        days = round(minutes / (24 * 60))
        far = ngettext(" %(num)d 天", " %(num)d 天", days)
    elif minutes >= 90:
        hours = round(minutes / 60)
        far = ngettext(" %(num)d 小时", " %(num)d 小时", hours)
    else:
        far = ngettext(" %(num)d 分钟", " %(num)d 分钟", minutes)
    return _("往前跳了%(far)s", far=far) if jump > timedelta(0) else _("往回跳了%(far)s", far=far)


def door() -> str | None:
    """Return where to see more and confirm the time; None for those who may not."""
    if "incidents.index" in current_app.view_functions and asking.person().may(MANAGES):
        return url_for("incidents.index")
    return None
