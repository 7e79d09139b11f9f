"""Say of each shipment how it travels."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; whatever was shipped before went as a parcel, with a carrier."""
    way = sa.Column("way", sa.String(40), nullable=False, server_default="parcel")
    op.add_column("shipments", way)


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("shipments", "way")
