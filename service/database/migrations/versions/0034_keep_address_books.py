"""Give each organisation an address book."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; every book begins empty."""
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("address", record.JsonColumn(), nullable=False),
        sa.Column("uses", record.JsonColumn(), nullable=False),
        sa.Column("default_for", record.JsonColumn(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", record.Instant(), nullable=False),
        sa.Column("updated_at", record.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_addresses_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_organization_id"), "addresses", ["organization_id"])


def downgrade() -> None:
    """Throw the books away."""
    op.drop_table("addresses")
