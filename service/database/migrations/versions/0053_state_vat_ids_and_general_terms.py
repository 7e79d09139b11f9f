"""Let organisations state VAT ids and general terms, which offers keep as they stood then."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody has stated anything yet."""
    op.add_column("organizations", sa.Column("vat_id", sa.String(20), nullable=True))
    terms = sa.Column("general_terms", sa.Text(), nullable=False, server_default="")
    op.add_column("organizations", terms)
    op.add_column("offers", sa.Column("general_terms", record.JsonColumn(), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("offers", "general_terms")
    op.drop_column("organizations", "general_terms")
    op.drop_column("organizations", "vat_id")
