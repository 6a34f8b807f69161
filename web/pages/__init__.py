"""Pages: each translates a request into one query or one operation, and nothing more."""

from flask import Flask

from mediation.kernel.text import N_
from mediation.people.identity import READS_AREA
from web.pages import (
    absences,
    account,
    attachments,
    badges,
    board,
    board_acts,
    board_files,
    board_lists,
    board_people,
    bulk,
    calendar,
    cases,
    channel_health,
    channels,
    clock_files,
    comments,
    cosigning,
    diagrams,
    drafts,
    entrance,
    events,
    following,
    gallery,
    heat,
    inbox,
    incidents,
    instructions,
    keys,
    notices,
    offline,
    passing,
    quick_report,
    rates,
    report,
    returning,
    returns,
    saved_lists,
    search,
    tasks,
    units,
)

BLUEPRINTS = (
    absences,
    entrance,
    inbox,
    saved_lists,
    bulk,
    board,
    board_lists,
    board_people,
    board_files,
    board_acts,
    heat,
    instructions,
    offline,
    quick_report,
    tasks,
    passing,
    cosigning,
    returning,
    drafts,
    report,
    cases,
    clock_files,
    search,
    comments,
    following,
    events,
    diagrams,
    units,
    calendar,
    account,
    notices,
    channels,
    channel_health,
    incidents,
    attachments,
    returns,
    rates,
    badges,
    keys,
    gallery,
)
# The doors of the frame: name and sign, where it leads, in words, one of the permissions a post must allow.
DOORS = (
    ("inbox", "inbox.index", N_("待办"), ()),
    ("report", "report.show", N_("报纠纷"), ("report_case",)),
    ("cases", "cases.index", N_("案件"), ()),
    ("board", "board.index", N_("督办"), READS_AREA),
    ("search", "search.index", N_("查找"), ()),
    ("units", "units.index", N_("单位"), ()),
)
# The links behind one's name: where they lead, in words, one of the permissions a post must allow.
MENU = (
    ("account.show", N_("我的账号"), ()),
    ("instructions.index", N_("督办单"), ("act_on_case", "audit")),
    ("heat.index", N_("流程热力图"), (*READS_AREA, "publish_process")),
    ("returns.index", N_("统计报表"), READS_AREA),
    ("calendar.index", N_("工作日历"), ()),
    ("absences.index", N_("外出和空缺"), ("see_subtree", "supervise", "manage_people")),
    ("channels.index", N_("通知设置"), ()),
    ("drafts.index", N_("我的草稿"), ()),
    ("channel_health.index", N_("通知发送情况"), ("supervise", "manage_people", "audit")),
    ("incidents.index", N_("运行情况"), ("supervise", "manage_system")),
)


def init_app(app: Flask) -> None:
    """Register every page."""
    for page in BLUEPRINTS:
        app.register_blueprint(page.bp)
    app.jinja_env.globals.update(DOORS=DOORS, MENU=MENU)
    attachments.init_app(app)
    board.init_app(app)
    heat.init_app(app)
