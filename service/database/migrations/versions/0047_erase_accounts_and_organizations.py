"""Erase accounts and delete organisations, of which orders keep what the other side needs."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

COLUMNS = (("users", "erased_at"), ("organizations", "deleted_at"))


def upgrade() -> None:
    """Add the columns; nothing that is there was erased."""
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, record.Instant(), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
