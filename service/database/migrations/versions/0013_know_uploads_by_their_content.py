"""Know a repeated upload by its content."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("kept_answers", sa.Column("content_digest", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("kept_answers", "content_digest")
