"""Units of the county, keyed by code, any number of levels deep."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.kernel.base import Base
from mediation.kernel.columns import Moment


class Unit(Base):
    """One unit: a county, a town, a village, a branch, a micro-grid."""

    __tablename__ = "units"
    __table_args__ = (
        Index("ix_units_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
        Index("ix_units_parent_id_code", "parent_id", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True, comment="national or county code")
    name: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(24), comment="key of the locality's level")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    path: Mapped[str] = mapped_column(
        String(160), comment="ids from the root to this unit, '/1/5/77/'; a subtree is a prefix"
    )
    full_name: Mapped[str] = mapped_column(
        String(200), comment="names from the town down, e.g. 官渡镇南岳村青桥党支部第9微网格"
    )
    households: Mapped[int | None] = mapped_column(comment="households, for micro-grids")
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("units.id"), comment="unit it became part of; from then on it lies below that one"
    )
    merged_at: Mapped[datetime | None] = mapped_column(Moment)
    former_path: Mapped[str | None] = mapped_column(
        String(160), comment="path before it last came under another unit, with all its history"
    )
    joined_at: Mapped[datetime | None] = mapped_column(Moment, comment="when it last came under another unit")
