"""Keep the contractors as matching reads them, so that processes that start need not make it."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; whoever reads a large catalogue fills it."""
    op.create_table(
        "catalogue_index",
        sa.Column("made_by", sa.String(64), primary_key=True),
        sa.Column("part", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Take it out again."""
    op.drop_table("catalogue_index")
