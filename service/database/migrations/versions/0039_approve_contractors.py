"""Let contractors be approved before others can ask them, and know names that look alike."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record
from service.values.lookalikes import skeleton

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: whoever is there already is approved, and keeps its name."""
    op.add_column(
        "contractors",
        sa.Column("standing", sa.String(40), server_default="approved", nullable=False),
    )
    op.add_column(
        "contractors", sa.Column("name_key", sa.String(400), server_default="", nullable=False)
    )
    op.create_index(op.f("ix_contractors_standing"), "contractors", ["standing"])
    op.create_index(op.f("ix_contractors_name_key"), "contractors", ["name_key"])
    op.create_table(
        "standing_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", record.JsonColumn(), nullable=False),
        sa.Column("at", record.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_standing_changes_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_changes")),
    )
    op.create_index(
        op.f("ix_standing_changes_organization_id"), "standing_changes", ["organization_id"]
    )
    _fold_names()


def _fold_names() -> None:
    organizations = sa.table("organizations", sa.column("id", sa.Uuid()), sa.column("name"))
    contractors = sa.table(
        "contractors", sa.column("organization_id", sa.Uuid()), sa.column("name_key")
    )
    connection = op.get_bind()
    query = sa.select(organizations.c.id, organizations.c.name)
    query = query.join(contractors, contractors.c.organization_id == organizations.c.id)
    for id, name in connection.execute(query).all():
        folded = sa.update(contractors).where(contractors.c.organization_id == id)
        connection.execute(folded.values(name_key=skeleton(name)))


def downgrade() -> None:
    """Take them out again."""
    op.drop_table("standing_changes")
    op.drop_index(op.f("ix_contractors_name_key"), "contractors")
    op.drop_index(op.f("ix_contractors_standing"), "contractors")
    op.drop_column("contractors", "name_key")
    op.drop_column("contractors", "standing")
