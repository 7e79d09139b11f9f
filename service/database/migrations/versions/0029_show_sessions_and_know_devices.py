"""Note from where sessions are used, and from where users have logged in before."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and make the table; sessions of before are noted at their next use."""
    op.add_column("sessions", sa.Column("last_seen_at", record.Instant(), nullable=True))
    op.add_column("sessions", sa.Column("address", sa.String(45), nullable=True))
    op.add_column("sessions", sa.Column("agent", sa.String(200), nullable=True))
    op.create_table(
        "sign_ins",
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("program", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(45), primary_key=True),
        sa.Column("last_at", record.Instant(), nullable=False),
    )
    op.create_index("ix_sign_ins_last_at", "sign_ins", ["last_at"])


def downgrade() -> None:
    """Take them out again."""
    op.drop_table("sign_ins")
    for column in ("agent", "address", "last_seen_at"):
        op.drop_column("sessions", column)
