"""Let the address of a user count once a mail sent to it was answered."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; whoever is there already goes on as before."""
    op.add_column("users", sa.Column("claimed_email", sa.String(254), nullable=True))
    op.add_column("users", sa.Column("email_verified_at", record.Instant(), nullable=True))
    op.execute("UPDATE users SET email_verified_at = created_at")


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("users", "email_verified_at")
    op.drop_column("users", "claimed_email")
