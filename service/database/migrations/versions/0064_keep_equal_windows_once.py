"""Keep the windows that processes are sent with once for all that were sent with the same."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

REFUSAL = "what many rows share is never changed"
#: One that nothing refers to may be deleted; the reference refuses it of any other.
GUARDS = {
    "sqlite": [
        "CREATE TRIGGER shared_values_update_refused BEFORE UPDATE ON shared_values "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_to_change_what_is_shared() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSAL}'; END$$",
        "CREATE TRIGGER shared_values_refused BEFORE UPDATE ON shared_values "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_what_is_shared()",
    ],
}


def upgrade() -> None:
    """Processes that were sent before keep theirs in their own row.

    Of a new column that is empty PostgreSQL knows that the reference holds, and looks at no row.
    """
    op.create_table(
        "shared_values",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("value", record.JsonColumn(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_shared_values")),
    )
    kind = op.get_bind().dialect.name
    binary = {"sqlite": "BLOB", "postgresql": "BYTEA"}[kind]
    op.execute(
        f"ALTER TABLE processes ADD COLUMN windows_digest {binary} "
        "CONSTRAINT fk_processes_windows_digest_shared_values REFERENCES shared_values (digest)"
    )
    for statement in GUARDS[kind]:
        op.execute(statement)


def downgrade() -> None:
    """Take the table out again; the windows that are set then hold for all processes."""
    op.execute("ALTER TABLE processes DROP COLUMN windows_digest")
    op.drop_table("shared_values")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_what_is_shared()")
