"""Lists of work: what nobody has claimed is found apart from what colleagues hold, in every order."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

OPEN = "state = 'open'"
UNCLAIMED = f"{OPEN} AND person_id IS NULL"


def upgrade() -> None:
    op.drop_index('ix_work_items_unit_role_new', table_name='work_items')
    op.drop_index('ix_work_items_unit_role_risk', table_name='work_items')
    op.drop_index('ix_work_items_person_new', table_name='work_items')
    op.drop_index('ix_work_items_person_due', table_name='work_items')
    _index('ix_work_items_person_due', 'person_id', 'sort_at', 'id', of=OPEN, carries='case_id')
    _index('ix_work_items_person_new', 'person_id', 'opened_at', 'id', of=OPEN)
    _index(
        'ix_work_items_unclaimed_due', 'unit_id', 'role', 'sort_at', 'id', of=UNCLAIMED, carries='case_id'
    )
    _index('ix_work_items_unclaimed_new', 'unit_id', 'role', 'opened_at', 'id', of=UNCLAIMED)
    _index('ix_work_items_unclaimed_risk', 'unit_id', 'role', 'risk_rank', 'sort_at', 'id', of=UNCLAIMED)
    _index('ix_work_items_unclaimed_kind', 'unit_id', 'role', 'kind', 'sort_at', 'id', of=UNCLAIMED)
    _index('ix_work_items_person_kind', 'person_id', 'kind', 'sort_at', 'id', of=OPEN)
    _index(
        'ix_work_items_follow_up',
        'person_id',
        'follow_up_on',
        of=f"{OPEN} AND follow_up_on IS NOT NULL",
    )
    _index(
        'ix_work_items_delegated_by_id',
        'delegated_by_id',
        of=f"{OPEN} AND delegated_by_id IS NOT NULL",
    )


def _index(name: str, *columns: str, of: str, carries: str | None = None) -> None:
    op.create_index(
        name,
        'work_items',
        list(columns),
        unique=False,
        postgresql_where=sa.text(of),
        sqlite_where=sa.text(of),
        postgresql_include=[carries] if carries else None,
    )
