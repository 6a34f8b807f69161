"""One level's try: taken up, talked over, sent on, closed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.cases.taxonomy import RESULTS
from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class AttemptOpened(CaseFact):
    """A level has the case now."""

    attempt_id: int
    level: str
    unit: str
    level_title: str
    sentence: ClassVar[str] = N_("本案交到{unit}，进入{level_title}化解。")


@dataclass(frozen=True, kw_only=True)
class AttemptAccepted(CaseFact):
    """The level took it up; its month runs from here (人民调解工作若干规定 33)."""

    attempt_id: int
    level: str
    sentence: ClassVar[str] = N_("{by}接手受理本案。")


@dataclass(frozen=True, kw_only=True)
class AttemptRefused(CaseFact):
    """The level does not accept, with its reason."""

    reason: str
    sentence: ClassVar[str] = N_("{by}决定不予受理。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class PassedOn(CaseFact):
    """The level does not take it up but passes it on."""

    back: bool
    reason: str
    sentence: ClassVar[str] = N_("{by}{where}。理由：{reason}。")

    def params(self) -> dict[str, Any]:
        return {"where": "退回下级办理" if self.back else "直接报上一级办理", "reason": self.reason}


@dataclass(frozen=True, kw_only=True)
class TalkHeld(CaseFact):
    """A talk in the grid or branch."""

    held_on: date
    night: bool
    came: int
    settled: bool
    reason: str = ""
    sentence: ClassVar[str] = N_("{by}于{held_on}{kind}，{came}方当事人到场，{result}。")

    def params(self) -> dict[str, Any]:
        return {
            "held_on": self.held_on,
            "kind": "组织夜话" if self.night else "上门劝和",
            "came": self.came,
            "result": "双方谈妥" if self.settled else f"未能谈妥，报上一级。理由：{self.reason}",
        }


@dataclass(frozen=True, kw_only=True)
class RouteChosen(CaseFact):
    """How the level goes on."""

    route: str
    sentence: ClassVar[str] = N_("{by}决定下一步：{route}。")

    def params(self) -> dict[str, Any]:
        words = {
            "session": "召开调解会",
            "hearing": "召开屋场会",
            "review": "提请集体评议",
            "departments": "请部门到场会商",
            "decision": "提请政府处理决定",
            "sign": "签订协议",
            "up": "报上一级",
        }
        return {"route": words.get(self.route, self.route)}


@dataclass(frozen=True, kw_only=True)
class ConferenceHeld(CaseFact):
    """The county's case conference decided."""

    decision: str
    instruction: str
    sentence: ClassVar[str] = N_("{by}主持案件会商，决定{decision}。")

    def params(self) -> dict[str, Any]:
        words = {
            "mediate": "由县（市）直接调解",
            "down": "交乡镇（街道）办理",
            "court": "引导当事人向人民法院起诉",
            "arbitration": "引导当事人申请仲裁",
        }
        decision = words.get(self.decision, self.decision)
        return {"decision": f"{decision}，要求：{self.instruction}" if self.instruction else decision}


@dataclass(frozen=True, kw_only=True)
class GovernmentDecided(CaseFact):
    """The government decided a dispute over land use (土地管理法 14)."""

    number: str
    decided_on: date
    sentence: ClassVar[str] = N_(
        "政府于{decided_on}作出处理决定{number}；不服的，可以自接到决定之日起三十日内起诉，此前土地利用维持现状。"
    )


@dataclass(frozen=True, kw_only=True)
class AttemptConcluded(CaseFact):
    """Mediation at this level came to nothing; what next."""

    decision: str
    reason: str
    sentence: ClassVar[str] = N_("{by}认定本级调解不成，{decision}。理由：{reason}。")

    def params(self) -> dict[str, Any]:
        words = {"up": "报上一级继续化解", "down": "交下级办理", "end": "终结调解"}
        return {"decision": words.get(self.decision, self.decision), "reason": self.reason}


@dataclass(frozen=True, kw_only=True)
class AttemptClosed(CaseFact):
    """A level is done with it."""

    attempt_id: int
    level: str
    unit: str
    result: str
    sentence: ClassVar[str] = N_("{unit}的化解结束：{result}。")

    def params(self) -> dict[str, Any]:
        return {"unit": self.unit, "result": RESULTS[self.result]}
