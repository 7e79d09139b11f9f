"""Keep what a record rests on beside it, log changes of the catalogue, and freeze records."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Where the inputs stand in a record's text.
INPUTS = {"sqlite": "json_extract(record, '$.inputs')", "postgresql": "record::jsonb -> 'inputs'"}
REFUSAL = "verification records are never changed"
FREEZE = {
    "sqlite": [
        f"CREATE TRIGGER verifications_{verb}_refused BEFORE {verb} ON verifications "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_to_change_a_verification() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE TRIGGER verifications_refused BEFORE UPDATE OR DELETE ON verifications "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_verification()",
    ],
}
THAW = {
    "sqlite": [f"DROP TRIGGER verifications_{verb}_refused" for verb in ("update", "delete")],
    "postgresql": [
        "DROP TRIGGER verifications_refused ON verifications",
        "DROP FUNCTION refuse_to_change_a_verification()",
    ],
}


def upgrade() -> None:
    """Add them; what was verified before rests on the catalogue as it is now."""
    op.create_table(
        "catalogue_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("changes", record.JsonColumn(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("at", record.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_catalogue_changes_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_changes")),
    )
    op.create_index("ix_catalogue_changes_version", "catalogue_changes", ["version"])
    op.add_column("verifications", sa.Column("inputs", record.JsonColumn(), nullable=True))
    op.add_column("verifications", sa.Column("catalogue_version", sa.Integer(), nullable=True))
    kind = op.get_bind().dialect.name
    op.execute(
        f"UPDATE verifications SET inputs = {INPUTS[kind]}, catalogue_version = "
        "(SELECT coalesce(max(version), 0) FROM catalogue_version)"
    )
    for statement in FREEZE[kind]:
        op.execute(statement)


def downgrade() -> None:
    """Let records be changed again, and forget what was logged."""
    kind = op.get_bind().dialect.name
    for statement in THAW[kind]:
        op.execute(statement)
    with op.batch_alter_table("verifications") as table:
        table.drop_column("catalogue_version")
        table.drop_column("inputs")
    op.drop_table("catalogue_changes")
