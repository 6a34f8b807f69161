"""Returns as they were submitted. What was submitted never changes: triggers refuse it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import BIG_JSON, Moment
from mediation.statistics.guards import guard


class StatisticalReturn(Base):
    """One submitted monthly or quarterly return of a unit."""

    __tablename__ = "returns"
    __table_args__ = (
        CheckConstraint("period IN ('month', 'quarter')", name="known_period"),
        UniqueConstraint("unit_id", "period", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_name: Mapped[str] = mapped_column(String(200), comment="as it was called then")
    period: Mapped[str] = mapped_column(String(8))
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(comment="last day of the period")
    figures: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, comment="every number of the return")
    corrections: Mapped[list[dict[str, Any]]] = mapped_column(
        BIG_JSON, comment="changes to earlier submitted returns that this one tells"
    )
    definitions: Mapped[list[dict[str, Any]]] = mapped_column(
        BIG_JSON, comment="how each number was defined then, with its basis"
    )
    remark: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    submitted_by: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    submitted_post: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of all of the above, as canonical JSON")


class ReturnedCase(Base):
    """What one case counted as in a submitted return, to find what was corrected since."""

    __tablename__ = "returned_cases"

    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    counted: Mapped[dict[str, Any]] = mapped_column(BIG_JSON, comment="figure -> value, and its groups")


for _each in (StatisticalReturn, ReturnedCase):
    guard(_each.metadata.tables[_each.__tablename__])
