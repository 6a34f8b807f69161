"""What pages say around a task: what follows it, that it is past, what late work it is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from mediation.casework.operations import Done
from mediation.inbox import late_work
from mediation.inbox import queries as inbox
from mediation.inbox.late_work import LateWork
from mediation.inbox.queries import ItemView
from web import asking, naming, words
from web.language import language
from web.pages import case_views


def finished(done: Done, *, since: datetime) -> str:
    """Say that a task is done, and who does what next by when."""
    said = _("“%(task)s”已办结。", task=case_views.label(done))
    opened = [
        item
        for item in inbox.of_case(asking.reading_afresh(), case_id=done.case_id, identity=asking.person())
        if item.opened_at >= since
    ]
    return (" " if language() == "en" else "").join((said, *(_next(item) for item in opened)))


def _next(item: ItemView) -> str:
    task, due = case_views.label(item), words.due_of(item)
    until = _("，%(due)s", due=due.text) if due else ""
    if item.is_mine:
        return _("接下来请您办“%(task)s”%(until)s。", task=task, until=until)
    who = item.person_name or ""
    post = f"{item.unit_name}{' ' if language() == 'en' else ''}{naming.role_name(item.role)}"
    return _("接下来由%(post)s%(who)s办“%(task)s”%(until)s。", post=post, who=who, task=task, until=until)


def past(item: ItemView) -> str:
    """Say who did a past task, and when."""
    what, when = case_views.label(item), item.closed_at
    if item.closed_by_name is None:
        return _("“%(task)s”已因案件情况变化取消，不用再办。", task=what)
    said = words.moment(when)
    return _("“%(task)s”已由%(who)s于%(when)s办结。", task=what, who=item.closed_by_name, when=said)


def lateness(items: Sequence[ItemView]) -> Mapping[int, LateWork]:
    """Return the late work that tasks of 督办 are about, by task."""
    wanted = [item.id for item in items if item.process == "oversight"]
    return late_work.behind(asking.reading(), wanted) if wanted else {}
