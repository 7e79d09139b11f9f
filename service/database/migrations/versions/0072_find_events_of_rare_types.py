"""Find events of a rare type without passing all that a party may see."""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

INDEX = "ix_events_type"


def upgrade() -> None:
    """Types recur, so that PostgreSQL keeps each once for many rows."""
    op.create_index(INDEX, "events", ["type"], postgresql_ops={"type": "text_pattern_ops"})


def downgrade() -> None:
    """Pages of a rare type pass all events again."""
    op.drop_index(INDEX, "events")
