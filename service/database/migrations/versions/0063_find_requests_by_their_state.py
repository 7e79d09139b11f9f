"""Find the newest requests of a contractor in one state without passing those in others."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

INDEX, FORMER = "ix_requests_contractor_id_state_id", "ix_requests_contractor_state"


def upgrade() -> None:
    """Replace the index by a longer one, which serves whoever used the former as well."""
    op.create_index(INDEX, "requests", ["contractor_id", "state", "id"])
    op.drop_index(FORMER, "requests")


def downgrade() -> None:
    """Put the former one back."""
    op.create_index(FORMER, "requests", ["contractor_id", "state"])
    op.drop_index(INDEX, "requests")
