"""Looks into every table of a county, to compare before and after."""

from typing import Any

from sqlalchemy import select

from mediation.kernel.base import Base
from tests.factories.county import County


def snapshot(county: County) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, to compare before and after."""
    with county.session() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }
