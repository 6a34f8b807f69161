"""Registration, screening, merging, handing over, departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from mediation.cases.taxonomy import HANDOVERS, RISKS
from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_


@dataclass(frozen=True)
class Ground:
    """Why a decision table decides as it does: what holds, and the rule behind it."""

    basis: str
    sentence: str = ""

    def said(self) -> str | dict[str, Any]:
        """Return it as a part of a ledger sentence."""
        return (
            part(N_("{why}（{basis}）"), why=self.sentence, basis=self.basis) if self.sentence else self.basis
        )


@dataclass(frozen=True, kw_only=True)
class RiskAssessed(CaseFact):
    """The risk table was read for the case."""

    risk: str
    basis: Sequence[Ground]
    sentence: ClassVar[str] = N_("按风险分级表评定为{risk}风险。依据：{basis}。")

    def params(self) -> dict[str, Any]:
        return {"risk": RISKS.get(self.risk, self.risk), "basis": [each.said() for each in self.basis]}


@dataclass(frozen=True, kw_only=True)
class CaseScreened(CaseFact):
    """The routing table said whether and where the case may be mediated."""

    may_mediate: bool
    where: str
    basis: Ground
    sentence: ClassVar[str] = N_("经甄别，{verdict}。依据：{basis}。")

    def params(self) -> dict[str, Any]:
        if self.may_mediate:
            verdict = N_("可以调解，由{where}开始化解") if self.where else N_("可以调解")
        else:
            verdict = N_("不属于调解范围，应移送{where}") if self.where else N_("不属于调解范围")
        return {"verdict": part(verdict, where=self.where), "basis": self.basis.said()}


@dataclass(frozen=True, kw_only=True)
class RelatedFound(CaseFact):
    """The same parties have had the same matter before."""

    number: str
    is_open: bool
    sentence: ClassVar[str] = N_("查到相同当事人的同类纠纷{number}（{state}）。")

    def params(self) -> dict[str, Any]:
        return {"number": self.number, "state": "尚在办理" if self.is_open else "已结案"}


@dataclass(frozen=True, kw_only=True)
class CaseMergedInto(CaseFact):
    """The case goes on inside another."""

    number: str
    sentence: ClassVar[str] = N_("{by}决定将本案并入{number}，今后在该案中一并办理。")


@dataclass(frozen=True, kw_only=True)
class CaseTookIn(CaseFact):
    """Another case came in."""

    number: str
    sentence: ClassVar[str] = N_("{by}决定将{number}并入本案，一并办理。")


@dataclass(frozen=True, kw_only=True)
class CaseKeptSeparate(CaseFact):
    """Not merged."""

    sentence: ClassVar[str] = N_("{by}决定本案单独办理，不与此前的纠纷合并。")


@dataclass(frozen=True, kw_only=True)
class HandedOver(CaseFact):
    """The case went to a body outside, which gave a receipt."""

    to: str
    reason: str
    number: str
    sentence: ClassVar[str] = N_("{by}将本案移送{to}，对方回执{number}。理由：{reason}。")

    def params(self) -> dict[str, Any]:
        return {"to": HANDOVERS.get(self.to, self.to), "reason": self.reason, "number": self.number}


@dataclass(frozen=True, kw_only=True)
class DepartmentAccepted(CaseFact):
    """The department took the matter."""

    sentence: ClassVar[str] = N_("{by}签收并承办。")


@dataclass(frozen=True, kw_only=True)
class DepartmentObjected(CaseFact):
    """The department says it is not its matter."""

    reason: str
    sentence: ClassVar[str] = N_("{by}提出异议并退回。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class DepartmentHandled(CaseFact):
    """The department says what came of it."""

    settled: bool
    result: str
    sentence: ClassVar[str] = N_("{by}反馈办理结果：{result}，{state}。")

    def params(self) -> dict[str, Any]:
        return {
            "result": self.result,
            "state": "事项已办结" if self.settled else "事项尚未解决，转入逐级化解",
        }


@dataclass(frozen=True, kw_only=True)
class CaseRedirected(CaseFact):
    """The hub sent the case to another unit."""

    unit: str
    reason: str
    sentence: ClassVar[str] = N_("{by}将本案分流到{unit}办理。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class RedReceiptGiven(CaseFact):
    """Police or town confirmed that the red alert reached them, and what they do."""

    body: str
    measures: str
    sentence: ClassVar[str] = N_("{by}签收红色预警（{body}）：{measures}。")
