"""Let contractors add papers to their orders."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; files of before are all of clients."""
    op.add_column("files", sa.Column("request_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("files", "request_id")
