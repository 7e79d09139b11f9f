"""Note who is disabled."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("disabled_at", record.Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "disabled_at")
