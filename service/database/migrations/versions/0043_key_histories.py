"""Name the key of each row of a history, and let nobody change or delete one."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

REFUSAL = "rows of the history are never changed and never deleted"
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER history_{verb}_refused BEFORE {verb} ON history "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_to_change_the_history() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSAL}'; END$$",
        "CREATE TRIGGER history_refused BEFORE UPDATE OR DELETE ON history "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_history()",
        "CREATE TRIGGER history_truncate_refused BEFORE TRUNCATE ON history "
        "EXECUTE FUNCTION refuse_to_change_the_history()",
    ],
}
RELEASE = {
    "sqlite": [f"DROP TRIGGER history_{verb}_refused" for verb in ("update", "delete")],
    "postgresql": [
        "DROP TRIGGER history_refused ON history",
        "DROP TRIGGER history_truncate_refused ON history",
        "DROP FUNCTION refuse_to_change_the_history()",
    ],
}


def upgrade() -> None:
    """Rows that are there have no key, and stay as they are."""
    op.add_column("history", sa.Column("key_id", sa.String(8), nullable=True))
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Let whoever may write to the table change it again."""
    for statement in RELEASE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_column("history", "key_id")
