"""Inside one attempt: mediators, rights, inquiry, sessions, departments called in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class MediatorsAppointed(CaseFact):
    """Who mediates and who records."""

    mediators: str
    recorder: str = ""
    sentence: ClassVar[str] = N_("{by}指定{people}。")

    def params(self) -> dict[str, Any]:
        recorder = f"，由{self.recorder}担任记录员" if self.recorder else ""
        return {"people": f"{self.mediators}调解本案{recorder}"}


@dataclass(frozen=True, kw_only=True)
class MediatorReplaced(CaseFact):
    """Another mediator, by every party's word (人民调解法 23; 若干规定 25)."""

    before: str
    now: str
    sentence: ClassVar[str] = N_("经各方当事人同意，{change}，由{by}登记。")

    def params(self) -> dict[str, Any]:
        if not self.before:
            return {"change": part(N_("由{now}担任本案调解员"), now=self.now)}
        words = N_("由{now}接替{before}担任本案调解员")
        return {"change": part(words, now=self.now, before=self.before)}


@dataclass(frozen=True, kw_only=True)
class RelationDeclared(CaseFact):
    """A mediator disclosed a relation, and all parties still agree."""

    relation: str
    sentence: ClassVar[str] = N_(
        "调解员申明与当事人的关系：{relation}；各方当事人仍同意由其调解，已记录在案。"
    )


@dataclass(frozen=True, kw_only=True)
class MediatorRecused(CaseFact):
    """Somebody was taken out of the case and no longer sees it."""

    name: str
    reason: str
    sentence: ClassVar[str] = N_("{name}回避本案，不再参与，由{by}登记。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class RightsTold(CaseFact):
    """Rights and duties were told (人民调解工作若干规定 30)."""

    told_on: date
    sentence: ClassVar[str] = N_("{by}于{told_on}向各方当事人告知了调解中的权利和义务。")


@dataclass(frozen=True, kw_only=True)
class InquiryRecorded(CaseFact):
    """Facts were looked into."""

    sentence: ClassVar[str] = N_("{by}完成调查，记入调查记录。")


@dataclass(frozen=True, kw_only=True)
class SessionNoticed(CaseFact):
    """A session was called."""

    session_at: datetime
    is_open: bool
    sentence: ClassVar[str] = N_("{by}通知各方当事人：{session_at}召开调解会（{doors}）。")

    def params(self) -> dict[str, Any]:
        return {"session_at": self.session_at, "doors": "公开" if self.is_open else "不公开"}


@dataclass(frozen=True, kw_only=True)
class SessionHeld(CaseFact):
    """A session was held."""

    decision: str
    separate: bool = False
    sentence: ClassVar[str] = N_("{by}主持{session}，{result}。")

    def params(self) -> dict[str, Any]:
        words = {
            "agreed": "各方达成一致",
            "again": "各方同意择期再谈",
            "failed": "未能达成一致",
            "absent": "有当事人没有到场",
        }
        return {
            "result": words.get(self.decision, self.decision),
            "session": "分开进行、双方不见面的调解会" if self.separate else "调解会",
        }


@dataclass(frozen=True, kw_only=True)
class SessionMissed(CaseFact):
    """Somebody did not come."""

    absent: str
    times: int
    sentence: ClassVar[str] = N_("{absent}经通知没有到场，本级累计{times}次。")


@dataclass(frozen=True, kw_only=True)
class DepartmentReportedIn(CaseFact):
    """A department came and said what it thinks."""

    advice: str
    sentence: ClassVar[str] = N_("{by}到场会商，意见：{advice}。")


@dataclass(frozen=True, kw_only=True)
class WhistleAnswered(CaseFact):
    """A department that was whistled for reported in."""

    sentence: ClassVar[str] = N_("{by}已响应吹哨，到场报到。")


@dataclass(frozen=True, kw_only=True)
class WhistleResolved(CaseFact):
    """What the department did."""

    result: str
    sentence: ClassVar[str] = N_("{by}反馈吹哨事项办理结果：{result}。")
