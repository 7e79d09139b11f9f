"""Find the newest mails that fail without passing all that went out."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_notifications_failing": "notifications",
    "ix_account_mails_failing": "account_mails",
}
SAYS_WHY = sa.text("error IS NOT NULL")


def upgrade() -> None:
    """Only few rows are in them at a time."""
    for index, table in INDEXES.items():
        op.create_index(
            index, table, ["created_at"], postgresql_where=SAYS_WHY, sqlite_where=SAYS_WHY
        )


def downgrade() -> None:
    """An operator's overview looks through all mails that are kept again."""
    for index, table in INDEXES.items():
        op.drop_index(index, table)
