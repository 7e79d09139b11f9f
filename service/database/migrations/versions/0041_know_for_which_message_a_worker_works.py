"""Know for which message a worker has a process, and for which request the process is worked on."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; leases that run just now have no message, and end by themselves."""
    op.add_column("processes", sa.Column("lease_holder", sa.String(64), nullable=True))
    op.add_column("processes", sa.Column("http_request_id", sa.String(128), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("processes", "http_request_id")
    op.drop_column("processes", "lease_holder")
