"""Keep with a process the quotes of chosen contractors that its record does not have."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; there are none so far."""
    op.add_column("processes", sa.Column("further_quotes", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("processes") as table:
        table.drop_column("further_quotes")
