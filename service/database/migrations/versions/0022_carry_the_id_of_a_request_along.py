"""Work items and events carry the id of the HTTP request along that they go back to."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("bells", "announcements", "events")


def upgrade() -> None:
    """Add the columns; rows made before have none."""
    for table in TABLES:
        op.add_column(table, sa.Column("http_request_id", sa.String(length=128), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    for table in TABLES:
        op.drop_column(table, "http_request_id")
