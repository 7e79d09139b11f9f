"""Say which notifications one mail told, so that mails are counted by user and by organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

OWNERS = ("user_id", "organization_id")


def upgrade() -> None:
    """Add the column and the indexes; mails of before are not counted."""
    op.add_column("notifications", sa.Column("mail_id", sa.Uuid(), nullable=True))
    for owner in OWNERS:
        name = op.f(f"ix_notifications_{owner}_finished_at")
        op.create_index(name, "notifications", [owner, "finished_at"])


def downgrade() -> None:
    """Take them out again."""
    for owner in OWNERS:
        op.drop_index(op.f(f"ix_notifications_{owner}_finished_at"), "notifications")
    op.drop_column("notifications", "mail_id")
