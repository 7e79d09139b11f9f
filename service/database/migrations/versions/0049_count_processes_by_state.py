"""Let processes be counted by state, and those that are parked, without reading them."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_processes_state_since", ("state", "state_since"), sa.text("deleted_at IS NULL")),
    ("ix_processes_parked_at", ("parked_at",), sa.text("parked_at IS NOT NULL")),
)


def upgrade() -> None:
    """Add the indexes; each is of the rows alone that are counted."""
    for name, columns, where in INDEXES:
        op.create_index(
            name, "processes", list(columns), postgresql_where=where, sqlite_where=where
        )


def downgrade() -> None:
    """Take them out again."""
    for name, _, _ in reversed(INDEXES):
        op.drop_index(name, "processes")
