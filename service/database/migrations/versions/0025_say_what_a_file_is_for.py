"""Say what a file is for: a part, a reference, a paper."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; files of before are what their contents have them be."""
    op.add_column("files", sa.Column("role", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("files", "role")
