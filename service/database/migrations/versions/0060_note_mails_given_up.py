"""Note when the mail of a request was given up, so that operators see it."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

INDEX = "ix_requests_mail_given_up_at"


def upgrade() -> None:
    """Add the column; of before nothing is known."""
    op.add_column("requests", sa.Column("mail_given_up_at", record.Instant(), nullable=True))
    given_up = sa.text("mail_given_up_at IS NOT NULL")
    op.create_index(
        INDEX, "requests", ["mail_given_up_at"], postgresql_where=given_up, sqlite_where=given_up
    )


def downgrade() -> None:
    """Take it out again."""
    op.drop_index(INDEX, "requests")
    op.drop_column("requests", "mail_given_up_at")
