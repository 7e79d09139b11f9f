"""Keep invitations until they are accepted."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "organization_id",
            sa.Uuid(),
            sa.ForeignKey("organizations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column(
            "role_id", sa.Uuid(), sa.ForeignKey("roles.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("invited_by", sa.Uuid(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("created_at", record.Instant(), nullable=False),
        sa.Column("expires_at", record.Instant(), nullable=False),
        sa.UniqueConstraint("organization_id", "email"),
    )
    op.create_index("ix_invitations_role_id", "invitations", ["role_id"])
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])


def downgrade() -> None:
    """Take it out again."""
    op.drop_table("invitations")
