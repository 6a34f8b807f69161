"""What may be done to a case from outside its diagram: withdrawal, refusal, suit, risk, whistle."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from mediation.cases.queries import CaseView
from mediation.casework import interruptions
from mediation.clocks.queries import ClockView
from mediation.kernel.actor import Actor
from mediation.kernel.errors import NotFound
from mediation.kernel.text import N_
from mediation.kernel.unit_of_work import UnitOfWork
from mediation.people.queries import Identity
from web import asking, naming
from web.forms import Form, build
from web.pages import clock_acts, clock_fields, copying
from web.pages.clock_acts import Nothing


class PaperElsewhere(NotFound):
    """The paper belongs to another case."""


@dataclass(frozen=True)
class CaseAct:
    """One act with its own form.

    :ivar warning: what it does, said before it is confirmed
    :ivar run: calls the operation with the form's answers; may say in a sentence what came of it
    :ivar clock_state: offered while a limit of mediation is in that state
    :ivar nothing: says why there is nothing to act on, where there is not
    :ivar foresee: says what the act would come to, without doing it
    :ivar is_grave: it ends or alarms; its button says so
    """

    key: str
    title: str
    button: str
    warning: str
    permission: str
    components: Callable[[CaseView], list[dict[str, Any]]]
    run: Callable[[UnitOfWork, int, Mapping[str, Any], Actor], str | None]
    when_red: bool | None = None
    clock_state: str = ""
    nothing: Callable[[CaseView], Nothing | None] = lambda case: None
    foresee: Callable[[CaseView, Mapping[str, Any]], str] | None = None
    is_grave: bool = True

    def form(self, case: CaseView) -> Form:
        """Return the act's form."""
        return build({"id": self.key, "components": self.components(case)})


def open_to(case: CaseView, identity: Identity, clocks: Sequence[ClockView]) -> list[CaseAct]:
    """Return the acts that make sense for the case as it is and that a post of the person allows."""
    if case.is_closed:
        return []
    states = {"", *(clock.state for clock in clocks if clock.is_of_mediation)}
    return [
        act
        for act in ACTS.values()
        if identity.may(act.permission) and act.when_red in (None, case.is_red) and act.clock_state in states
    ]


def _reason(words: str) -> dict[str, Any]:
    rules = {"required": True, "minLength": 2, "maxLength": 1000}
    return {"type": "textarea", "key": "reason", "label": words, "validate": rules}


def _withdrawal(case: CaseView) -> list[dict[str, Any]]:
    return [_reason(_("申请人为什么撤回"))]


def _refusal(case: CaseView) -> list[dict[str, Any]]:
    parties = [{"value": party.id, "label": party.name} for party in case.parties if party.side != "child"]
    forms = [{"value": "written", "label": _("书面")}, {"value": "oral", "label": _("口头，已记录")}]
    needed = {"required": True}
    return [
        {"type": "radio", "key": "party_id", "label": _("谁拒绝调解"), "values": parties, "validate": needed},
        {"type": "radio", "key": "form", "label": _("怎样表示的"), "values": forms, "validate": needed},
        {"type": "textarea", "key": "evidence", "label": _("原话或书面材料"), "validate": needed},
    ]


def _suit(case: CaseView) -> list[dict[str, Any]]:
    needed = {"required": True, "maxLength": 60}
    return [
        {"type": "textfield", "key": "court", "label": _("哪个法院"), "validate": needed},
        {
            "type": "datetime",
            "subtype": "date",
            "key": "filed_on",
            "label": _("立案日期"),
            "validate": needed,
        },
    ]


def _red(case: CaseView) -> list[dict[str, Any]]:
    signs = [sign for sign in naming.values("traits") if sign["value"] in interruptions.RED_SIGNS]
    needed = {"required": True}
    return [
        {
            "type": "radio",
            "key": "trigger",
            "label": _("出现了什么险情"),
            "values": signs,
            "validate": needed,
        },
        _reason(_("具体情况")),
    ]


def _lower(case: CaseView) -> list[dict[str, Any]]:
    risks = [risk for risk in naming.values("risks") if risk["value"] != "red"]
    needed = {"required": True}
    return [
        {"type": "radio", "key": "risk", "label": _("调到哪一级"), "values": risks, "validate": needed},
        _reason(_("为什么可以调低")),
    ]


def _whistle(case: CaseView) -> list[dict[str, Any]]:
    roles = interruptions.callable_roles(asking.locality())
    values = [{"value": role.key, "label": role.title, "label_en": role.title_en} for role in roles]
    needed = {"required": True}
    return [
        {"type": "radio", "key": "role", "label": _("请哪个部门报到"), "values": values, "validate": needed},
        _reason(_("请他们来做什么")),
    ]


def _copy(case: CaseView) -> list[dict[str, Any]]:
    return copying.fields(case.id, case.held_by_id)


def _copying(uow: UnitOfWork, case_id: int, answers: Mapping[str, Any], by: Actor) -> None:
    copying.run(uow, case_id, answers)


def _calling(
    operation: Callable[..., object],
) -> Callable[[UnitOfWork, int, Mapping[str, Any], Actor], None]:
    def run(uow: UnitOfWork, case_id: int, answers: Mapping[str, Any], by: Actor) -> None:
        operation(uow, case_id=case_id, **answers, by=by, at=asking.now())

    return run


_ALL = (
    CaseAct(
        "whistle", N_("吹哨，请部门报到"), N_("吹哨"),
        N_("部门 24 小时内报到，红色案件 2 小时内报到，逾期会督办。"),
        "act_on_case", _whistle, _calling(interruptions.call_department), is_grave=False,
    ),
    CaseAct(
        "copy", N_("抄送"), N_("抄送"),
        N_("对方可以看案件，不用办理。已经回避的人和当事人不能抄送。"),
        "act_on_case", _copy, _copying, is_grave=False,
    ),
    CaseAct(
        "extend", N_("延长调解期限"), N_("延长期限"),
        N_("须在届满之前，各方当事人都书面同意。"),
        "act_on_case", clock_fields.extension, clock_acts.extend, clock_state="running", is_grave=False,
        nothing=clock_acts.nothing_to_extend, foresee=clock_acts.foresee,
    ),
    CaseAct(
        "pause", N_("因鉴定暂停期限"), N_("暂停计算"),
        N_("从现在起不再计算，鉴定结束后要来恢复。期限只因鉴定暂停。"),
        "act_on_case", clock_fields.appraisal, clock_acts.pause, clock_state="running", is_grave=False,
        nothing=clock_acts.nothing_to_pause,
    ),
    CaseAct(
        "resume", N_("鉴定结束，恢复计算期限"), N_("恢复计算"),
        N_("扣除暂停的日子，期限顺延。"),
        "act_on_case", clock_fields.appraised, clock_acts.resume, clock_state="paused", is_grave=False,
        nothing=clock_acts.nothing_to_resume,
    ),
    CaseAct(
        "raise-risk", N_("上报险情，升为红色"), N_("升为红色"),
        N_("派出所和乡镇会立即收到提醒，下级正在进行的化解会中断。正在发生的危险请先打 110。"),
        "act_on_case", _red, _calling(interruptions.raise_risk), False,
    ),
    CaseAct(
        "lower-risk", N_("调低风险等级"), N_("调低风险"),
        N_("只有乡镇可以调低红色风险，理由会永久记录。"),
        "lower_risk", _lower, _calling(interruptions.lower_risk), True, is_grave=False,
    ),
    CaseAct(
        "refuse", N_("登记当事人拒绝调解"), N_("确认登记拒绝"),
        N_("一方明确拒绝，就不得再调解（人民调解法第十七条）。所有正在办理的事项会取消，案件转入告知救济途径。"),
        "act_on_case", _refusal, _calling(interruptions.refuse),
    ),
    CaseAct(
        "suit", N_("登记当事人已起诉"), N_("确认登记起诉"),
        N_("起诉后这里的调解停止，所有正在办理的事项会取消。"),
        "act_on_case", _suit, _calling(interruptions.suit_filed),
    ),
    CaseAct(
        "withdraw", N_("登记申请人撤回"), N_("确认撤回"),
        N_("撤回后所有正在办理的事项会取消，案件结案。"),
        "act_on_case", _withdrawal, _calling(interruptions.withdraw),
    ),
)  # fmt: skip
ACTS: dict[str, CaseAct] = {act.key: act for act in _ALL}
