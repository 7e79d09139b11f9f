"""Let users say in which language and time zone they are told things."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

COLUMNS = (("language", 2), ("zone", 64))


def upgrade() -> None:
    """Add the columns; nobody has chosen yet."""
    for name, length in COLUMNS:
        op.add_column("users", sa.Column(name, sa.String(length), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    for name, _length in reversed(COLUMNS):
        op.drop_column("users", name)
