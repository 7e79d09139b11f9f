"""Log what is done to accounts and organisations, and let their admins read it."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

RIGHT = "organization:audit"
REFUSAL = "entries of the audit log are never changed, and not deleted for 29 days"
#: The setting by which old ones are deleted is 30 days at least.
GUARDS = {
    "sqlite": [
        "CREATE TRIGGER audit_entries_update_refused BEFORE UPDATE ON audit_entries "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        "CREATE TRIGGER audit_entries_delete_refused BEFORE DELETE ON audit_entries "
        "WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-29 days') "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_to_change_an_audit_entry() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSAL}'; END$$",
        "CREATE TRIGGER audit_entries_update_refused BEFORE UPDATE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_an_audit_entry()",
        "CREATE TRIGGER audit_entries_delete_refused BEFORE DELETE ON audit_entries "
        "FOR EACH ROW WHEN (OLD.at > now() - interval '29 days') "
        "EXECUTE FUNCTION refuse_to_change_an_audit_entry()",
    ],
}
roles = sa.table(
    "roles",
    sa.column("id", sa.Uuid()),
    sa.column("rights", record.JsonColumn()),
)


def upgrade() -> None:
    """Make the tables, and give the right to whoever may change an organisation."""
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", record.Instant(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("actor_role", sa.String(20), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.String(20), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(45), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_name", sa.String(200), nullable=True),
        sa.Column("changed", record.JsonColumn(), nullable=False),
        sa.Column("http_request_id", sa.String(128), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"])
    op.create_table(
        "audit_audiences",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["audit_entries.id"],
            name=op.f("fk_audit_audiences_entry_id_audit_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("party_id", "entry_id", name=op.f("pk_audit_audiences")),
    )
    op.create_index(op.f("ix_audit_audiences_entry_id"), "audit_audiences", ["entry_id"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    _change_roles(lambda rights: {*rights, RIGHT} if "organization:edit" in rights else rights)


def downgrade() -> None:
    """Forget the log."""
    _change_roles(lambda rights: rights - {RIGHT})
    op.drop_table("audit_audiences")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_an_audit_entry()")


def _change_roles(change: Callable[[set[str]], set[str]]) -> None:
    connection = op.get_bind()
    for id, rights in connection.execute(sa.select(roles.c.id, roles.c.rights)).all():
        changed = sorted(change(set(rights)))
        if changed != sorted(rights):
            connection.execute(sa.update(roles).where(roles.c.id == id).values(rights=changed))
