"""Pages: each translates a request into one query or one operation, and nothing more."""

from flask import Flask

from mediation.kernel.text import N_
from web.pages import (
    account,
    cases,
    comments,
    diagrams,
    entrance,
    events,
    gallery,
    inbox,
    report,
    tasks,
    units,
)

BLUEPRINTS = (entrance, inbox, tasks, report, cases, comments, events, diagrams, units, account, gallery)
# The doors of the frame: name and sign, where it leads, in words, what a post must allow.
DOORS = (
    ("inbox", "inbox.index", N_("待办"), None),
    ("report", "report.show", N_("报纠纷"), "report_case"),
    ("cases", "cases.index", N_("案件"), None),
    ("units", "units.index", N_("单位"), None),
)


def init_app(app: Flask) -> None:
    """Register every page."""
    for page in BLUEPRINTS:
        app.register_blueprint(page.bp)
    app.jinja_env.globals["DOORS"] = DOORS
