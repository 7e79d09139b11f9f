"""Keep the best quote of a verification, so that projects can be added up."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; verifications made before have none."""
    op.add_column("verifications", sa.Column("best_quote", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Take it out again."""
    with op.batch_alter_table("verifications") as table:
        table.drop_column("best_quote")
