"""Keep to which trace a request belongs, for the work that it causes on other hosts."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, which stays empty where nothing is traced."""
    op.create_table(
        "trace_contexts",
        sa.Column("http_request_id", sa.String(128), nullable=False),
        sa.Column("traceparent", sa.String(55), nullable=False),
        sa.Column("created_at", record.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("http_request_id", name=op.f("pk_trace_contexts")),
    )
    op.create_index(op.f("ix_trace_contexts_created_at"), "trace_contexts", ["created_at"])


def downgrade() -> None:
    """Take it out again."""
    op.drop_table("trace_contexts")
