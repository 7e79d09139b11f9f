"""Name one party of its audience in each event: most have no other."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

INDEX = "ix_events_party_id_position"


def upgrade() -> None:
    """Events that are there keep all their parties in `event_audience`."""
    op.add_column("events", sa.Column("party_id", sa.Uuid(), nullable=True))
    has_party = sa.text("party_id IS NOT NULL")
    op.create_index(
        INDEX,
        "events",
        ["party_id", "position"],
        postgresql_where=has_party,
        sqlite_where=has_party,
    )


def downgrade() -> None:
    """Put the parties back where former versions look for them."""
    op.execute(
        "INSERT INTO event_audience (event_id, party_id, position) "
        "SELECT id, party_id, position FROM events WHERE party_id IS NOT NULL"
    )
    op.drop_index(INDEX, "events")
    op.drop_column("events", "party_id")
