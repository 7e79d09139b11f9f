"""Offer repaired copies."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("files") as files:
        files.add_column(
            sa.Column("standing", sa.String(length=40), nullable=False, server_default="part")
        )
        files.add_column(sa.Column("repair_of", sa.Uuid(), nullable=True))
        files.add_column(sa.Column("repair", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("files") as files:
        files.drop_column("repair")
        files.drop_column("repair_of")
        files.drop_column("standing")
