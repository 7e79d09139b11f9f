"""Note how users are known to providers of identities, and which memberships those have given."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and add the column; people have given all memberships of before."""
    op.create_table(
        "external_identities",
        sa.Column("issuer", sa.String(500), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column(
            "user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("created_at", record.Instant(), nullable=False),
    )
    op.create_index("ix_external_identities_user_id", "external_identities", ["user_id"])
    op.add_column("memberships", sa.Column("given_by", sa.String(30), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("memberships", "given_by")
    op.drop_table("external_identities")
