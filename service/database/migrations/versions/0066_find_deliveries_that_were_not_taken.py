"""Find the newest deliveries that were not taken without passing all that were."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

INDEX, UNTAKEN = "ix_webhook_deliveries_untaken", sa.text("state <> 'delivered'")


def upgrade() -> None:
    """Only few rows are in it at a time."""
    op.create_index(
        INDEX,
        "webhook_deliveries",
        ["webhook_id", "id"],
        postgresql_where=UNTAKEN,
        sqlite_where=UNTAKEN,
    )


def downgrade() -> None:
    """Lists of what failed pass what was taken again."""
    op.drop_index(INDEX, "webhook_deliveries")
