"""What happened at a desk: work opened, done, cancelled; cases reported, interrupted, refused."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from mediation.kernel.facts import CaseFact, Fact
from mediation.kernel.sentences import part
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class CaseReported(CaseFact):
    """A dispute was reported."""

    number: str
    unit: str
    source: str
    sentence: ClassVar[str] = N_("{by}登记了在{unit}发生的纠纷，编号{number}。")


@dataclass(frozen=True, kw_only=True)
class WorkOpened(Fact):
    """A task went to an inbox; tells the people concerned, makes no ledger line."""

    case_id: int
    item_id: int
    label: str
    role: str
    unit_id: int
    person_id: int | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class WorkDiverted(CaseFact):
    """The post a task was for is vacant, so it went elsewhere."""

    label: str
    vacant: str
    taken_by: str
    sentence: ClassVar[str] = N_("“{label}”应由{vacant}办理，该岗位空缺，已转由{taken_by}办理。")


@dataclass(frozen=True, kw_only=True)
class WorkDone(CaseFact):
    """A task was completed and its answers recorded."""

    item_id: int
    label: str
    late: bool
    sentence: ClassVar[str] = N_("{by}办结“{label}”。")


@dataclass(frozen=True, kw_only=True)
class WorkCancelled(CaseFact):
    """Open tasks fell away because the case took another way."""

    labels: str
    sentence: ClassVar[str] = N_("因案件情况变化，以下待办不再办理：{labels}。")


@dataclass(frozen=True, kw_only=True)
class WorkClaimed(CaseFact):
    """Somebody took a task of the unit."""

    item_id: int
    label: str
    sentence: ClassVar[str] = N_("{by}认领了“{label}”。")


@dataclass(frozen=True, kw_only=True)
class WorkReleased(CaseFact):
    """Somebody put a task back to the unit.

    :ivar reason: "" where none was given: the record says nothing of it then
    """

    item_id: int
    label: str
    reason: str
    sentence: ClassVar[str] = N_("{by}将“{label}”退回本单位待领，{how}。")

    def params(self) -> dict[str, Any]:
        """Return how: the day it is due stays, and why it was put back."""
        why = part(N_("期限不变。理由：{reason}"), reason=self.reason) if self.reason else N_("期限不变")
        return {"how": why}


@dataclass(frozen=True, kw_only=True)
class WithdrawalTaken(CaseFact):
    """The applicant withdrew."""

    reason: str
    sentence: ClassVar[str] = N_("申请人撤回申请，由{by}登记。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class SuitTaken(CaseFact):
    """A party filed a suit; mediation stops."""

    court: str
    sentence: ClassVar[str] = N_("当事人已向{court}起诉，由{by}登记，调解终止。")


@dataclass(frozen=True, kw_only=True)
class RiskRaised(CaseFact):
    """Risk turned red."""

    reason: str
    sentence: ClassVar[str] = N_("{by}将风险升为红色，直报乡镇（街道）并报警。情况：{reason}。")


@dataclass(frozen=True, kw_only=True)
class RiskLowered(CaseFact):
    """The town lowered the risk."""

    risk: str
    reason: str
    sentence: ClassVar[str] = N_("{by}将风险由红色降为{risk}。理由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class DepartmentCalled(CaseFact):
    """A whistle: a department was called in."""

    department: str
    reason: str
    sentence: ClassVar[str] = N_("{by}吹哨，请{department}报到。事由：{reason}。")


@dataclass(frozen=True, kw_only=True)
class CaseUnitMoved(CaseFact):
    """The unit of an open case was put under another."""

    unit: str
    old_parent: str
    new_parent: str
    sentence: ClassVar[str] = N_(
        "{unit}由{old_parent}划归{new_parent}；已开的待办和期限不变，今后逐级上报到{new_parent}。"
    )


@dataclass(frozen=True, kw_only=True)
class CaseUnitMerged(CaseFact):
    """The unit of an open case became part of another."""

    unit: str
    into: str
    sentence: ClassVar[str] = N_("{unit}并入{into}；已开的待办和期限不变，今后由{into}办理。")


@dataclass(frozen=True, kw_only=True)
class StepParked(CaseFact):
    """A step the process takes by itself failed; it waits to be tried again."""

    label: str
    sentence: ClassVar[str] = N_(
        "“{label}”这一步系统没有自动办成，先停在这里，等系统管理员重新办理；其他事项照常办理。"
    )


@dataclass(frozen=True, kw_only=True)
class StepRetried(CaseFact):
    """A step that had failed went through when somebody tried again."""

    label: str
    sentence: ClassVar[str] = N_("{by}重新办理“{label}”，已经办成。")
