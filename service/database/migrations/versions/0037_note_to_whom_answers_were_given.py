"""Note what callers might when an answer was kept, so that whoever may less does not get it."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; answers of before go to whoever asks with their key, for a day at most."""
    op.add_column("kept_answers", sa.Column("reach", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("kept_answers", "reach")
