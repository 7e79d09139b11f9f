"""Mail a request later where the contractor's server would not take it at once."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INDEX = "ix_requests_mail_due_at"


def upgrade() -> None:
    """Add the column; no request of before waits."""
    op.add_column("requests", sa.Column("mail_due_at", record.Instant(), nullable=True))
    waiting = sa.text("mail_due_at IS NOT NULL")
    op.create_index(
        INDEX, "requests", ["mail_due_at"], postgresql_where=waiting, sqlite_where=waiting
    )


def downgrade() -> None:
    """Take it out again."""
    op.drop_index(INDEX, "requests")
    op.drop_column("requests", "mail_due_at")
