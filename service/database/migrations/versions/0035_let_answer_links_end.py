"""Let the links by which contractors answer end, and offers above a limit be confirmed by mail."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; every contractor begins with links of version 0."""
    op.add_column(
        "contractors", sa.Column("links_version", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("requests", sa.Column("question_answered_at", record.Instant(), nullable=True))
    op.add_column("requests", sa.Column("pending_offer", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("requests", "pending_offer")
    op.drop_column("requests", "question_answered_at")
    op.drop_column("contractors", "links_version")
