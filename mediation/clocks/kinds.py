"""What kind of date a time limit is, as people tell them apart, and in which order they are listed."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, or_

from mediation.clocks.model import Clock
from mediation.clocks.policies import OVERSIGHT, is_of_oversight
from mediation.kernel.text import N_

PROMISED = "next_promise_due_on"
"""What a limit counts from where the parties themselves agreed on its day."""
OF_THE_COUNTY = "D"


@dataclass(frozen=True)
class Kind:
    """One kind of date.

    :ivar words: what belongs to it
    """

    title: str
    words: str
    is_of_oversight: bool = False


KINDS = (
    Kind(N_("法定期限和办结期限"), N_("法律法规规定的调解、申请、答复期限，和全案的办结期限。")),
    Kind(
        N_("约定履行日"),
        N_("协议里约定的日子没有改；当天休息的，顺延到之后第一个工作日（民法典第二百零三条）。"),
    ),
    Kind(N_("各项工作的期限"), N_("受理、起草、签字、回访等每一步工作的期限。")),
    Kind(N_("督办环节"), N_("已经预警或者逾期的工作，什么时候说明原因、下督办单、挂牌、约谈。"), True),
)
"""Listed in this order: real deadlines first, the steps of 督办 last."""


class Place(NamedTuple):
    """Where something stands in a list ordered by kind.

    :ivar kind: index in ``KINDS``
    """

    kind: int = 0
    id: int = 0

    def __str__(self) -> str:
        return f"{self.kind}-{self.id}"

    @classmethod
    def read(cls, written: str | None) -> "Place":
        """Return the place that a page wrote; the beginning where it is none."""
        kind, _, number = (written or "").partition("-")
        return cls(int(kind), int(number)) if kind.isdecimal() and number.isdecimal() else FIRST

    def is_before(self, number: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """Return the condition that a clock, numbered ``number`` in the list, comes after this place."""
        return or_(kind_of() > self.kind, and_(kind_of() == self.kind, number > self.id))


FIRST = Place()
"""Before everything in the list."""


def kind_of_one(clock: Clock) -> int:
    """Return the index in ``KINDS`` of a clock; :func:`kind_of` asks the same of the database."""
    if is_of_oversight(clock.policy):
        return 3
    if clock.anchor == PROMISED:
        return 1
    return 0 if clock.scope != "item" or clock.mark not in (OF_THE_COUNTY, "") else 2


def kind_of() -> ColumnElement[int]:
    """Return the index in ``KINDS`` of a clock, as a column."""
    return case(
        (Clock.policy.startswith(OVERSIGHT, autoescape=True), 3),
        (Clock.anchor == PROMISED, 1),
        (or_(Clock.scope != "item", Clock.mark.not_in([OF_THE_COUNTY, ""])), 0),
        else_=2,
    )
