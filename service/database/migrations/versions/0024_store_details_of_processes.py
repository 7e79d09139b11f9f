"""Let clients store details of their own with a process, as with a project."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; processes of before have none."""
    op.add_column("processes", sa.Column("details", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("processes", "details")
