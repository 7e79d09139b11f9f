"""Keep the tokens that stand in mails until they expire, and queue mails about accounts."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "one_time_tokens",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("bound_to", sa.String(64), nullable=False),
        sa.Column("created_at", record.Instant(), nullable=False),
        sa.Column("expires_at", record.Instant(), nullable=False),
        sa.Column("used_at", record.Instant(), nullable=True),
    )
    op.create_index("ix_one_time_tokens_expires_at", "one_time_tokens", ["expires_at"])
    op.create_table(
        "account_mails",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("data", record.JsonColumn(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due_at", record.Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(500), nullable=True),
        sa.Column("finished_at", record.Instant(), nullable=True),
        sa.Column("created_at", record.Instant(), nullable=False),
    )
    op.create_index(
        "ix_account_mails_due",
        "account_mails",
        ["due_at"],
        postgresql_where=_PENDING,
        sqlite_where=_PENDING,
    )
    op.create_index("ix_account_mails_created_at", "account_mails", ["created_at"])
    op.create_index("ix_account_mails_email", "account_mails", ["email", "created_at"])


def downgrade() -> None:
    """Take them out again."""
    op.drop_table("account_mails")
    op.drop_table("one_time_tokens")
