"""Keep authenticators and recovery codes, and let organisations demand them."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and add the columns; nobody has a second factor yet, and nobody must."""
    op.create_table(
        "authenticators",
        sa.Column(
            "user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", record.Instant(), nullable=True),
        sa.Column("created_at", record.Instant(), nullable=False),
    )
    op.create_table(
        "recovery_codes",
        sa.Column(
            "user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("code_hash", sa.String(64), primary_key=True),
    )
    op.add_column("users", sa.Column("second_factor_at", record.Instant(), nullable=True))
    op.add_column(
        "organizations",
        sa.Column(
            "second_factor_required", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("organizations", "second_factor_required")
    op.drop_column("users", "second_factor_at")
    op.drop_table("recovery_codes")
    op.drop_table("authenticators")
