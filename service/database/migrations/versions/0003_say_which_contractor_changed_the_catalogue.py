"""Say in which version of the catalogue a contractor has changed, and in which all have."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both numbers; what was there before belongs to version 0."""
    with op.batch_alter_table("contractors") as table:
        table.add_column(sa.Column("changed_in", sa.Integer(), server_default="0", nullable=False))
        table.create_index(op.f("ix_contractors_changed_in"), ["changed_in"])
    with op.batch_alter_table("catalogue_version") as table:
        table.add_column(sa.Column("whole", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("catalogue_version") as table:
        table.drop_column("whole")
    with op.batch_alter_table("contractors") as table:
        table.drop_index(op.f("ix_contractors_changed_in"))
        table.drop_column("changed_in")
