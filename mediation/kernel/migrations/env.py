"""What Alembic runs: it is handed a connection, and compares with the tables of every room."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from mediation.kernel.columns import Moment, Sealed
from mediation.kernel.migrations import all_tables, is_ours


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write the house's own column types by their name."""
    if kind == "type" and isinstance(item, Moment | Sealed):
        name = type(item).__name__
        autogen.imports.add(f"from mediation.kernel.columns import {name}")
        return f"{name}()"
    if kind == "type" and type(item).__name__ == "JSON" and item._variant_mapping:
        autogen.imports.add("from mediation.kernel.columns import BIG_JSON")
        return "BIG_JSON"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=all_tables(),
    # SQLite cannot alter a table, only copy it; the first revision alters none.
    render_as_batch=connection.dialect.name == "sqlite" and context.get_head_revision() is not None,
    render_item=render_item,
    compare_type=True,
    include_name=is_ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
