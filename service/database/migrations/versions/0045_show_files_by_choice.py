"""Know whom the client has chosen by name, so that nobody else gets the files by themselves."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

COLUMNS = (("processes", "choice_by_name"), ("requests", "by_name"))


def upgrade() -> None:
    """Add the columns; who was asked before has the files already."""
    for table, name in COLUMNS:
        op.add_column(
            table, sa.Column(name, sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    op.add_column("requests", sa.Column("files_shown_at", record.Instant(), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("requests", "files_shown_at")
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
