"""Invented tasks, comments, notices, drafts and files, for the page that shows every component."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from mediation.attachments.queries import AttachmentView
from mediation.comments.queries import CommentPage, CommentView
from mediation.comments.rules import VISIBILITIES
from mediation.drafts.queries import DraftView
from mediation.inbox.queries import ItemView
from mediation.kernel.clock import start_of
from mediation.notifications.queries import NoticeView
from web import asking
from web.pages.drafting import Offer
from web.pages.talk import Talk

NOWHERE = 0


def tasks() -> Sequence[ItemView]:
    """Return a task in each state a list shows it in."""
    on = asking.today()
    plain = ItemView(
        id=NOWHERE, case_id=NOWHERE, case_number="浏调〔2026〕000012号", case_title="屋檐滴水纠纷",
        risk="yellow", kind="neighbour", level="village", process="dispute",
        element="village_inquire", digest="",
        label="调查核实", label_en="Inquire", form_key=None, role="village_mediator", unit_id=NOWHERE,
        unit_name="官渡镇南岳村", diverted_from=None, diverted_from_role=None, person_id=NOWHERE,
        person_name="王秀兰", task_level="village", due_at=start_of(on + timedelta(days=5)),
        due_on=on + timedelta(days=4), provisional=False, late=False, is_mine=True, may_do=True, state="open",
        opened_at=asking.now(), closed_at=None, closed_by_name=None, parent_id=None, cosigns_open=0,
        delegated_by_id=None, delegated_by_name=None, follow_up_on=None,
    )  # fmt: skip
    late: dict[str, Any] = {"due_on": on - timedelta(days=2), "due_at": start_of(on - timedelta(days=1))}
    others: dict[str, Any] = {"is_mine": False, "may_do": False, "person_name": "陈友良"}
    return (
        replace(plain, follow_up_on=on, cosigns_open=2),
        replace(plain, risk="red", late=True, **late),
        replace(
            plain, is_mine=False, person_id=None, person_name=None, diverted_from="官渡镇南岳村青桥党支部"
        ),
        replace(plain, delegated_by_id=NOWHERE, delegated_by_name="李国华", **others),
        replace(plain, parent_id=NOWHERE, label="会签：调查核实"),
        replace(plain, state="done", closed_at=asking.now(), closed_by_name="王秀兰", late=True),
    )


def talk() -> Talk:
    """Return a comment of each visibility, and one taken back; nobody can answer here."""
    said = CommentView(
        id=1, by_name="王秀兰", by_post="官渡镇南岳村村级调解员", at=asking.now(), visibility="case",
        seen_by=VISIBILITIES["case"], unit=None, unit_id=None, text="已和组长约好，明天上午九点去。",
        is_mine=False,
    )  # fmt: skip
    apart = replace(
        said, id=2, visibility="mediators", seen_by=VISIBILITIES["mediators"], text="一方愿意先认错。"
    )
    unit = replace(said, id=3, visibility="unit", seen_by=VISIBILITIES["unit"], unit="官渡镇南岳村")
    own = replace(said, id=4, visibility="self", seen_by=VISIBILITIES["self"], text="记得带卷尺。")
    gone = replace(said, id=5, text=None)
    return Talk(NOWHERE, CommentPage((said, apart, unit, own, gone), None), None)


def notices() -> Sequence[NoticeView]:
    """Return a notice unread, urgent and read."""
    sentence = "官渡镇南岳村调委会主任李国华催办“调查核实”。附言：当事人又来问了。"
    plain = NoticeView(1, None, "浏调〔2026〕000012号", "", {}, sentence, asking.now())
    return (plain, replace(plain, id=2, urgent=True), replace(plain, id=3, is_read=True))


def offer() -> Offer:
    """Return a form's draft that was typed before and not sent."""
    draft = DraftView(
        id=NOWHERE, key="gallery", title=_("组件"), path="/gallery", answers={}, saved_at=asking.now(),
        version=1, case_id=None, item_id=None, case_number="", case_title="", case_closed=False,
        task_state="",
        finished_by=None, finished_at=None, finished_by_me=False,
    )  # fmt: skip
    return Offer("gallery", draft.title, draft.path, draft)


def files() -> Sequence[AttachmentView]:
    """Return a file attached."""
    return (
        AttachmentView(
            id=NOWHERE, kind="file", name="界址丈量图.pdf", size="320 KB", width=None, height=None,
            by_name="王秀兰", by_post="官渡镇南岳村村级调解员", at=asking.now(), item_id=None,
            may_remove=True, removed_at=None, removed_by="", removed_reason="",
        ),
    )  # fmt: skip
