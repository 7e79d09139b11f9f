"""Know that the database was restored from a backup, and where the feed goes on since."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, which stays empty until a backup is restored."""
    op.create_table(
        "restorations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("backup_at", record.Instant(), nullable=False),
        sa.Column("restored_at", record.Instant(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("first_position", sa.BigInteger(), nullable=False),
        sa.Column("resumed_at", record.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restorations")),
        sa.UniqueConstraint("first_position", name=op.f("uq_restorations_first_position")),
    )


def downgrade() -> None:
    """Take it out again."""
    op.drop_table("restorations")
