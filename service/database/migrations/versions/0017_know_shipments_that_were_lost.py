"""Know shipments that were lost."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shipments", sa.Column("lost_at", record.Instant(), nullable=True))
    op.add_column("shipments", sa.Column("lost_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("shipments", "lost_reason")
    op.drop_column("shipments", "lost_at")
