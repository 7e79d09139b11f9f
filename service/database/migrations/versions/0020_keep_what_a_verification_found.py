"""Keep what a verification found, so that a process can say it without its record."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; verifications made before have none."""
    op.add_column("verifications", sa.Column("findings", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("verifications", "findings")
