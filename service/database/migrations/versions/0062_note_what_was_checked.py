"""Note which processes were checked, and where they were then."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the first check fills it."""
    op.create_table(
        "checkpoints",
        sa.Column("last_id", sa.Uuid(), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
        sa.Column("checked_at", record.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("last_id", name=op.f("pk_checkpoints")),
    )


def downgrade() -> None:
    """Take it out again; everything is checked anew."""
    op.drop_table("checkpoints")
