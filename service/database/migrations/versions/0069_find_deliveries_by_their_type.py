"""Find the newest deliveries of a type without passing all others."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

INDEX = "ix_webhook_deliveries_type"


def upgrade() -> None:
    """Of each endpoint, by type and then in the order in which they were made."""
    op.create_index(INDEX, "webhook_deliveries", ["webhook_id", "type", "id"])


def downgrade() -> None:
    """Lists of one type pass all deliveries again."""
    op.drop_index(INDEX, "webhook_deliveries")
