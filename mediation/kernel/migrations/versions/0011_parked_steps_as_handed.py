"""What a parked step was handed, so that it can be tried again as it was meant."""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import Sealed

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "what the step was handed: answers of the task before it, and who acted"
    op.add_column("parked_steps", sa.Column("handed", Sealed(), nullable=True, comment=comment))
