"""What happened to a 集体评议. No opinion is ever in a fact."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mediation.kernel.facts import CaseFact
from mediation.kernel.text import N_


@dataclass(frozen=True, kw_only=True)
class ReviewConsented(CaseFact):
    """The petitioner consented in writing."""

    review_id: int
    petitioner: str
    sentence: ClassVar[str] = N_("{petitioner}书面同意集体评议，由{by}登记。评议只提意见，对谁都不强加。")


@dataclass(frozen=True, kw_only=True)
class ReviewDeclined(CaseFact):
    """The petitioner did not consent."""

    review_id: int
    petitioner: str
    sentence: ClassVar[str] = N_("{petitioner}不同意集体评议，由{by}登记，评议不开。")


@dataclass(frozen=True, kw_only=True)
class PanelFormed(CaseFact):
    """A panel was formed."""

    review_id: int
    size: int
    groups: int
    veterans: int
    sentence: ClassVar[str] = N_(
        "{by}组成评议团{size}人，来自{groups}个网格党小组，其中老党员、老干部{veterans}人，与当事人都没有关系。"
    )


@dataclass(frozen=True, kw_only=True)
class ReviewHeld(CaseFact):
    """Both sides were heard and left."""

    review_id: int
    held_on: date
    sentence: ClassVar[str] = N_(
        "{held_on}开了评议会，双方举证、质疑、交流后退场，由{by}记录；评议员各自写意见，交齐前封存。"
    )


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(CaseFact):
    """A member handed in an opinion; what it says stays sealed."""

    review_id: int
    given: int
    size: int
    sentence: ClassVar[str] = N_("{by}交了评议意见（已交{given}份，共{size}份），交齐前谁也看不到。")


@dataclass(frozen=True, kw_only=True)
class ReviewSummedUp(CaseFact):
    """The chair summed up; it binds nobody."""

    review_id: int
    support: int
    partial: int
    oppose: int
    sentence: ClassVar[str] = N_(
        "评议意见交齐，支持{support}份、部分支持{partial}份、不支持{oppose}份，由{by}归纳。"
        "评议意见供调解和信访答复参考，对任何一方都没有约束力。"
    )


@dataclass(frozen=True, kw_only=True)
class SummaryDelivered(CaseFact):
    """The parties got the summary."""

    review_id: int
    delivered_on: date
    sentence: ClassVar[str] = N_("评议归纳于{delivered_on}送到当事人，由{by}登记。")


@dataclass(frozen=True, kw_only=True)
class ReviewCancelled(CaseFact):
    """A review was called off."""

    review_id: int
    reason: str
    sentence: ClassVar[str] = N_("因{reason}，集体评议取消。")


@dataclass(frozen=True, kw_only=True)
class PanelDissolved(CaseFact):
    """A panel that has not sat yet was dissolved."""

    review_id: int
    sentence: ClassVar[str] = N_("评议团解散，重新组成。")


@dataclass(frozen=True, kw_only=True)
class ReviewAskedAnew(CaseFact):
    """The petitioner's consent does not count any more."""

    review_id: int
    sentence: ClassVar[str] = N_("此前对集体评议的同意不再算数，须重新征得信访人书面同意。")
