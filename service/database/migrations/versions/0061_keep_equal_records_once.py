"""Keep what verifications have calculated once, for all orders that come to the same."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

REFUSAL = "what a verification has calculated is never changed"
#: One that nothing refers to may be deleted; the reference refuses it of any other.
GUARDS = {
    "sqlite": [
        "CREATE TRIGGER record_contents_update_refused BEFORE UPDATE ON record_contents "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_to_change_a_content() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSAL}'; END$$",
        "CREATE TRIGGER record_contents_refused BEFORE UPDATE ON record_contents "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_content()",
    ],
}
#: The content is deflated already.
STORAGE = "ALTER TABLE record_contents ALTER COLUMN content SET STORAGE EXTERNAL"


def upgrade() -> None:
    """Records that are there stay as they are, and are read as before.

    Of a new column that is empty PostgreSQL knows that the reference holds, and looks at no row.
    """
    op.create_table(
        "record_contents",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("inputs", record.JsonColumn(), nullable=False),
        sa.Column("suitable", record.JsonColumn(), nullable=False),
        sa.Column("best_quote", record.JsonColumn(), nullable=True),
        sa.Column("findings", record.JsonColumn(), nullable=False),
        sa.Column("created_at", record.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_record_contents")),
    )
    op.create_index(op.f("ix_record_contents_created_at"), "record_contents", ["created_at"])
    kind = op.get_bind().dialect.name
    binary = {"sqlite": "BLOB", "postgresql": "BYTEA"}[kind]
    op.execute(
        f"ALTER TABLE verifications ADD COLUMN content_digest {binary} "
        "CONSTRAINT fk_verifications_content_digest_record_contents "
        "REFERENCES record_contents (digest)"
    )
    op.create_index(op.f("ix_verifications_content_digest"), "verifications", ["content_digest"])
    if kind == "postgresql":
        op.execute(STORAGE)
    for statement in GUARDS[kind]:
        op.execute(statement)


def downgrade() -> None:
    """Take the table out again; records that are kept in it are lost."""
    op.drop_index(op.f("ix_verifications_content_digest"), "verifications")
    op.execute("ALTER TABLE verifications DROP COLUMN content_digest")
    op.drop_table("record_contents")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_a_content()")
