"""Kept, broken, varied, visited: what became of promises."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.agreements.rules.performance import BREACH_DECISIONS
from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class PromisePartlyKept(CaseFact):
    """A promise was kept in part, or one of several was kept."""

    promise_id: int
    party: str
    left: int
    sentence: ClassVar[str] = N_("{party}履行了一部分，由{by}核实登记；还有{left}项没有履行完。")


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(CaseFact):
    """A promise was not kept in time; urging begins."""

    promise_id: int | None
    party: str
    due_on: date | None
    sentence: ClassVar[str] = N_("{by}登记：{party}没有按约定履行（期限{due_on}），开始督促。")


@dataclass(frozen=True, kw_only=True)
class PromiseVaried(CaseFact):
    """All parties agreed to another promise in its place (人民调解工作若干规定 38)."""

    promise_id: int
    old_due_on: date
    new_due_on: date
    sentence: ClassVar[str] = N_(
        "经各方当事人同意，履行事项作了变更，期限由{old_due_on}改为{new_due_on}，由{by}登记。"
    )


@dataclass(frozen=True, kw_only=True)
class SettlementPerformed(CaseFact):
    """Everything that was promised has been done."""

    performed_on: date
    late: bool
    sentence: ClassVar[str] = N_("约定的事项已于{performed_on}全部履行{lateness}，由{by}核实登记。")

    def params(self) -> dict[str, Any]:
        return {**super().params(), "lateness": N_("（迟于约定）") if self.late else N_("完毕")}


@dataclass(frozen=True, kw_only=True)
class BreachFollowed(CaseFact):
    """Urging did not help; what follows."""

    decision: str
    note: str = ""
    sentence: ClassVar[str] = N_("督促后仍未履行，{by}登记下一步：{what}。")

    def params(self) -> dict[str, Any]:
        return {"decision": self.decision, "what": BREACH_DECISIONS[self.decision]}


@dataclass(frozen=True, kw_only=True)
class VisitsPlanned(CaseFact):
    """Return visits were planned."""

    visits: int
    counted_from: date
    sentence: ClassVar[str] = N_("安排回访{visits}次，从{counted_from}起算。")


@dataclass(frozen=True, kw_only=True)
class VisitMade(CaseFact):
    """A return visit was made (人民调解工作若干规定 37)."""

    number: int
    visited_on: date
    kept: bool
    satisfied: bool | None
    sentence: ClassVar[str] = N_("{by}于{visited_on}作了第{number}次回访：{keeping}，{satisfaction}。")

    def params(self) -> dict[str, Any]:
        keeping = N_("协议在履行，没有反复") if self.kept else N_("纠纷有反复，需要跟进")
        words = {None: N_("没有表示是否满意"), True: N_("双方满意"), False: N_("有人不满意")}
        return {**super().params(), "keeping": keeping, "satisfaction": words[self.satisfied]}
