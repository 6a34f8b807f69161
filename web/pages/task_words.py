"""What pages say around a task: what follows it, that it is past, what late work it is about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from mediation.cases.queries import CaseFile
from mediation.casework.operations import Done
from mediation.inbox import hands, late_work
from mediation.inbox import queries as inbox
from mediation.inbox.late_work import OVERSIGHT, LateWork, Onward
from mediation.inbox.queries import ItemView
from mediation.ledger import queries as ledger
from mediation.ledger.queries import LineView
from mediation.oversight import queries as oversight
from mediation.oversight.queries import InstructionView
from web import asking, naming, words
from web.language import language
from web.pages import case_views

# Where a link goes into a sentence that is escaped first.
LINK = "[[task]]"
GIVE_ORDERS = frozenset({"oversight.instruct", "oversight.name_owner"})


def finished(done: Done, *, since: datetime, following: ItemView | None = None) -> Markup:
    """Say that a task is done, who does what next by when, and which task is opened now.

    :param following: the task that is opened now, often of another case
    """
    opened = [
        item
        for item in inbox.of_case(asking.reading_afresh(), case_id=done.case_id, identity=asking.person())
        if item.opened_at >= since and (following is None or item.id != following.id)
    ]
    said = [_done(done, following), *_orders(done, since), *(_next(item, following) for item in opened)]
    if following is not None:
        task, case = case_views.label(following), _case(following)
        said.append(escape(_("现在打开的是“%(task)s”（%(case)s）。", task=task, case=case)))
    return escape(" " if language() == "en" else "").join(said)


def _done(done: Done, following: ItemView | None) -> Markup:
    """Name the case as well, where another one may be opened right after."""
    task = case_views.label(done)
    if following is None:
        return escape(_("“%(task)s”已办结。", task=task))
    item = inbox.open_item(asking.reading_afresh(), item_id=done.item_id, identity=asking.person())
    return escape(_("“%(task)s”（%(case)s）已办结。", task=task, case=_case(item)))


def _orders(done: Done, since: datetime) -> list[Markup]:
    """Name the 督办单 that the task gave, with the way to it."""
    if done.step not in GIVE_ORDERS:
        return []
    given = oversight.of_case(asking.reading_afresh(), done.case_id)
    return [_order(each) for each in given if each.given_at >= since]


def _order(given: InstructionView) -> Markup:
    here = url_for("instructions.show", instruction_id=given.id)
    link = Markup('<a href="{}">{}</a>').format(here, given.number)
    return escape(_("已下达督办单%(order)s。", order=LINK)).replace(LINK, link)


def _case(item: ItemView) -> str:
    return f"{item.case_number} {item.case_title}"


def _next(item: ItemView, following: ItemView | None) -> Markup:
    task, due = case_views.label(item), words.due_of(item)
    until = _("，%(due)s", due=due.text) if due else ""
    if item.is_mine:
        here = url_for("tasks.show", item_id=item.id)
        link = Markup('<a href="{}">{}</a>').format(here, task)
        said = (
            _("接下来请您办“%(task)s”%(until)s。", task=LINK, until=until)
            if following is None
            else _("这件案子还要您办“%(task)s”%(until)s。", task=LINK, until=until)
        )
        return escape(said).replace(LINK, link)
    who = item.person_name or ""
    post = naming.post_name(item.unit_name, item.role)
    sentence = _("接下来由%(post)s%(who)s办“%(task)s”%(until)s。", post=post, who=who, task=task, until=until)
    return escape(sentence)


def past(item: ItemView) -> str:
    """Say who did a past task, and when."""
    what, when = case_views.label(item), item.closed_at
    if item.closed_by_name is None:
        return _("“%(task)s”已因案件情况变化取消，不用再办。", task=what)
    said = words.moment(when)
    return _("“%(task)s”已由%(who)s于%(when)s办结。", task=what, who=item.closed_by_name, when=said)


def lateness(items: Sequence[ItemView]) -> Mapping[int, LateWork]:
    """Return the late work that tasks of 督办 are about, by task."""
    wanted = [item.id for item in items if item.process == OVERSIGHT]
    return late_work.behind(asking.reading(), wanted) if wanted else {}


def onward(item: ItemView) -> Onward | None:
    """Return what 督办 does meanwhile, where a step of it is late itself."""
    due = words.due_of(item) if item.is_open and item.process == OVERSIGHT else None
    return late_work.onward(asking.reading(), [item.id]).get(item.id) if due and due.is_late else None


def late_clock(item: ItemView, late: Mapping[int, LateWork]) -> int | None:
    """Return the time limit that ran out: a late task's own, or the one that its 督办 is about."""
    if item.id in late:
        return late[item.id].clock_id
    return item.clock_id if item.is_overdue(asking.now()) else None


def overseen(file: CaseFile, clock_id: int | None) -> Sequence[LineView]:
    """Return what 督办 has done so far about a late limit of the case."""
    if clock_id is None:
        return ()
    return ledger.overseen(asking.reading(), file.view.id, clock_id, known=file.known)


def prefilled(item: ItemView, late: Mapping[int, LateWork]) -> Mapping[str, Any] | None:
    """Return what a task's form begins with: a 督办单 goes to whoever has the late work now, else to
    whoever was late, until another is chosen.

    A form without an owner takes no notice of it.
    """
    found = late.get(item.id)
    if found is None:
        return None
    now = hands.holder_now(asking.reading(), found.item_id) if found.item_id is not None else None
    owner = now or found.person_id
    return {"owner": owner} if owner is not None else None
