"""What may be done with a task besides doing it: each act with its form, and when it is offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from mediation.inbox import operations as inbox
from mediation.inbox import receivers
from mediation.inbox.hands import Standing
from mediation.inbox.queries import ItemView
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from web import asking, words
from web.forms import Form, build
from web.pages import consent_fields, copying
from web.pages.passing_fields import area, day, people

Components = Callable[[ItemView], list[dict[str, Any]]]
Run = Callable[[UnitOfWork, ItemView, Mapping[str, Any]], object]
Offered = Callable[[ItemView, Standing], bool]


@dataclass(frozen=True)
class TaskAct:
    """One act with its own form.

    :ivar hint: what it is for, in the list of acts
    :ivar words: what it does, said above its form
    :ivar done: said once it is done
    :ivar is_grave: it cannot be taken back; its button says so
    """

    key: str
    title: str
    hint: str
    words: str
    button: str
    done: str
    components: Components
    run: Run
    offered: Offered
    is_grave: bool = False

    def form(self, item: ItemView) -> Form:
        """Return the act's form."""
        return build({"id": self.key, "components": self.components(item)})


def own(item: ItemView, standing: Standing) -> bool:
    """Say whether the task lies on the visitor's own desk, with nobody between."""
    return item.may_do and not item.is_delegated and not item.is_cosign and not standing.keeps_away


def _hand_over(item: ItemView) -> list[dict[str, Any]]:
    session, me = asking.reading(), asking.person().person_id
    found = receivers.colleagues(session, asking.locality(), item.id, asking.today(), me=me)
    return [people(_("转给谁"), found), *consent_fields.of(item, found), area("reason", _("为什么转"))]


def _delegate(item: ItemView) -> list[dict[str, Any]]:
    session, me = asking.reading(), asking.person().person_id
    found = receivers.delegates(session, asking.locality(), item.id, asking.today(), me=me)
    return [people(_("委派谁"), found), area("words", _("要对方办什么"))]


def _give_back(item: ItemView) -> list[dict[str, Any]]:
    return [area("remark", _("办到什么程度"))]


def _cosigners(item: ItemView) -> list[dict[str, Any]]:
    session, me, today = asking.reading(), asking.person().person_id, asking.today()
    found = receivers.cosigners(session, asking.locality(), item.id, today, me=me)
    latest = max(item.due_on, today) if item.due_on else today + timedelta(days=30)
    until = _("最晚%(day)s，就是这件事的期限。", day=words.day(latest)) if item.due_on else ""
    return [
        people(_("请谁会签"), found),
        area("question", _("要问对方什么")),
        day("answer_by", _("哪天前答复"), until, min(latest, today + timedelta(days=2))),
    ]


def _copy(item: ItemView) -> list[dict[str, Any]]:
    return copying.fields(item.case_id, item.unit_id)


def _nudge(item: ItemView) -> list[dict[str, Any]]:
    return [area("words", _("附言"), required=False, most=200)]


def _recuse(item: ItemView) -> list[dict[str, Any]]:
    return [area("relation", _("您和当事人是什么关系，为什么要回避"))]


def _release(item: ItemView) -> list[dict[str, Any]]:
    return [area("reason", _("为什么办不了"), required=item.is_overdue(asking.now()))]


def _drop(item: ItemView) -> list[dict[str, Any]]:
    return [area("reason", _("为什么不用会签了"))]


def _calling(operation: Callable[..., object]) -> Run:
    return lambda uow, item, answers: operation(
        uow, item_id=item.id, **answers, by=asking.person(), at=asking.now()
    )


def _handing(uow: UnitOfWork, item: ItemView, answers: Mapping[str, Any]) -> object:
    return inbox.hand_over(
        uow,
        item_id=item.id,
        to_id=answers["to_id"],
        reason=answers["reason"],
        agreed=consent_fields.read(answers),
        by=asking.person(),
        at=asking.now(),
    )


def _releasing(uow: UnitOfWork, item: ItemView, answers: Mapping[str, Any]) -> None:
    why = answers["reason"] or ""
    inbox.release(uow, item_id=item.id, reason=why, by=asking.person(), at=asking.now())


def _copying(uow: UnitOfWork, item: ItemView, answers: Mapping[str, Any]) -> None:
    copying.run(uow, item.case_id, answers)


def _nudging(uow: UnitOfWork, item: ItemView, answers: Mapping[str, Any]) -> None:
    inbox.nudge(uow, item_id=item.id, words=answers["words"] or "", by=asking.person(), at=asking.now())


_ALL = (
    TaskAct(
        "hand-over", N_("转办"), N_("以后由同岗位的同事办"),
        N_("转给同一岗位的人，以后由对方办理。期限不变，转办会写进案件经过。"),
        N_("转办"), N_("已转办，期限不变。"), _hand_over, _handing,
        lambda item, mine: not item.is_delegated and not mine.is_personal
        and (own(item, mine) or (mine.commands and not mine.keeps_away)),
    ),
    TaskAct(
        "delegate", N_("委派"), N_("请本单位的人先办，办好交回您提交"),
        N_("对方只做准备，办好交回，由您提交。期限不变。没有交回之前，您随时可以撤回。"),
        N_("委派"), N_("已委派，等对方交回。"), _delegate, _calling(inbox.delegate),
        lambda item, mine: own(item, mine) and not mine.is_personal,
    ),
    TaskAct(
        "give-back", N_("交回"), N_("办好了，交回给委派您的人"),
        N_("交回后由委派您的人提交。您写的情况对方能看到。"),
        N_("交回"), N_("已交回。"), _give_back, _calling(inbox.give_back),
        lambda item, mine: item.is_delegated and item.may_do and not mine.keeps_away,
    ),
    TaskAct(
        "cosigners", N_("加签"), N_("提交前先请别人表示意见"),
        N_("对方答复之前，这件事不能提交。对方有异议也不妨碍您决定，但会写进案件经过。"),
        N_("请其会签"), N_("已请会签，等对方答复。"), _cosigners, _calling(inbox.add_cosigner),
        lambda item, mine: own(item, mine) and not mine.is_personal,
    ),
    TaskAct(
        "copy", N_("抄送"), N_("让别人也能看这个案件"),
        N_("对方可以看案件，不用办理。已经回避的人和当事人不能抄送。"),
        N_("抄送"), N_("已抄送。"), _copy, _copying,
        lambda item, mine: not item.is_cosign and not mine.keeps_away,
    ),
    TaskAct(
        "nudge", N_("催办"), N_("提醒对方抓紧办"),
        N_("对方会马上收到提醒。同一件事催办次数有限，催过的请等一等。"),
        N_("催办"), N_("已催办，对方会马上收到提醒。"), _nudge, _nudging,
        lambda item, mine: not item.may_do and not mine.keeps_away,
    ),
    TaskAct(
        "recuse", N_("我应当回避"), N_("您和当事人有关系，不能办这个案件"),
        N_("登记后您不再办理，也看不到这个案件，您手上的事转给别人。登记后不能撤回。"),
        N_("确认回避"), N_("已登记回避，您手上的事已经转出。"), _recuse,
        _calling(inbox.declare_recusal),
        lambda item, mine: (item.may_do or mine.in_post) and not mine.is_recused,
        is_grave=True,
    ),
    TaskAct(
        "release", N_("放回待领"), "",
        N_("放回后由本单位同岗位的人认领。期限不变，放回会写进案件经过；已经逾期的，要写明理由。"),
        N_("放回待领"), N_("已退回本单位待领，期限不变。"), _release, _releasing,
        lambda item, mine: False,
    ),
    TaskAct(
        "drop", N_("减签"), "", N_("不再等这位会签人答复。"),
        N_("减签"), N_("已减签。"), _drop, _calling(inbox.drop_cosigner),
        lambda item, mine: False,
    ),
)  # fmt: skip
ACTS: dict[str, TaskAct] = {act.key: act for act in _ALL}
