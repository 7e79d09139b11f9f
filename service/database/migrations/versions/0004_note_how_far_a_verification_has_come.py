"""Note how far a verification has come."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=255), nullable=False),
        sa.Column("at", record.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("process_id", name="pk_progress"),
    )


def downgrade() -> None:
    op.drop_table("progress")
