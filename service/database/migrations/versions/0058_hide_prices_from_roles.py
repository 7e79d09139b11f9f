"""Let roles and webhooks be without prices; those that there are go on seeing them."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("roles", "webhooks"):
        column: sa.Column[bool] = sa.Column(
            "sees_prices", sa.Boolean(), server_default=sa.true(), nullable=False
        )
        op.add_column(table, column)


def downgrade() -> None:
    """Take them out again."""
    for table in ("webhooks", "roles"):
        op.drop_column(table, "sees_prices")
