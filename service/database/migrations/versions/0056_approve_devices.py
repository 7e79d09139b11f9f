"""Let users, organisations and the operator want new devices approved by a mailed link."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

FLAGS = (
    ("users", "device_approval"),
    ("organizations", "device_approval_required"),
    ("sessions", "awaits_approval"),
)


def upgrade() -> None:
    """Make the table and add the columns; nobody wants it yet, and no session waits."""
    for table, name in FLAGS:
        op.add_column(
            table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.add_column("sessions", sa.Column("device_hash", sa.String(64), nullable=True))
    op.create_table(
        "approved_devices",
        sa.Column(
            "user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("device_hash", sa.String(64), primary_key=True),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("approved_at", record.Instant(), nullable=False),
        sa.Column("last_used_at", record.Instant(), nullable=False),
    )
    op.create_index("ix_approved_devices_device_hash", "approved_devices", ["device_hash"])
    op.create_index("ix_approved_devices_last_used_at", "approved_devices", ["last_used_at"])


def downgrade() -> None:
    """Take them out again; sessions that wait end, for nothing would hold them back."""
    op.drop_table("approved_devices")
    op.execute(sa.text("DELETE FROM sessions WHERE awaits_approval"))
    op.drop_column("sessions", "device_hash")
    for table, name in reversed(FLAGS):
        op.drop_column(table, name)
