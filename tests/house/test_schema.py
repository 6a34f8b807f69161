"""A migrated database is the same as a fresh one."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from mediation.kernel.database import writing
from mediation.kernel.migrations import all_tables, is_current, is_ours, upgrade
from tests import databases

TRIGGERS = {
    "sqlite": "SELECT name || ' ' || sql FROM sqlite_master"
    " WHERE type = 'trigger' OR sql LIKE '%CREATE VIRTUAL TABLE%'",
    "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    " UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " UNION ALL SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'search_index%'",
}


@pytest.fixture(params=databases.kinds())
def bare(request: pytest.FixtureRequest):
    """A database without any table, and one with the fresh schema."""
    with databases.bare(request.param) as migrated, databases.bare(request.param) as fresh:
        all_tables().create_all(writing(fresh))
        yield migrated, fresh


def test_migrated_equals_fresh(bare):
    migrated, fresh = bare

    upgrade(migrated)

    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        differences = compare_metadata(context, all_tables())
    assert differences == []
    assert _triggers(migrated) == _triggers(fresh)
    assert _checks(migrated) == _checks(fresh)


def test_a_second_upgrade_has_nothing_to_do(bare):
    migrated, fresh = bare
    upgrade(migrated)

    again = upgrade(migrated)

    assert not again
    assert is_current(migrated)
    assert not is_current(fresh)


def _triggers(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        found = connection.scalars(text(TRIGGERS[engine.dialect.name])).all()
    return sorted(" ".join(each.split()) for each in found)


def _checks(engine: Engine) -> list[str]:
    """Check constraints and partial indexes, which Alembic does not compare."""
    words = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'",
        "postgresql": "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
        " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%WHERE%'",
    }
    with engine.connect() as connection:
        return sorted(connection.scalars(text(words[engine.dialect.name])).all())
