"""Count guesses at the password of an account."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "login_guesses",
        sa.Column("account", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(45), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_at", record.Instant(), nullable=False),
        sa.Column("blocked_until", record.Instant(), nullable=True),
    )
    op.create_index("ix_login_guesses_last_at", "login_guesses", ["last_at"])


def downgrade() -> None:
    """Take it out again."""
    op.drop_table("login_guesses")
