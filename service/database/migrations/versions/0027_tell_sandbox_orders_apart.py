"""Tell orders of the sandbox from real ones, and contractors that answer by themselves."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

#: What is either real or of the sandbox; all that was there before is real.
TABLES = ("projects", "processes", "requests", "contractors", "announcements", "events")
INDEX = "ix_processes_sandbox_due_at"


def upgrade() -> None:
    """Add the columns, and when the sandbox makes its next move."""
    for table in TABLES:
        op.add_column(
            table, sa.Column("sandbox", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.add_column("processes", sa.Column("sandbox_due_at", record.Instant(), nullable=True))
    waiting = sa.text("sandbox_due_at IS NOT NULL")
    op.create_index(
        INDEX, "processes", ["sandbox_due_at"], postgresql_where=waiting, sqlite_where=waiting
    )


def downgrade() -> None:
    """Take them out again."""
    op.drop_index(INDEX, "processes")
    op.drop_column("processes", "sandbox_due_at")
    for table in reversed(TABLES):
        op.drop_column(table, "sandbox")
