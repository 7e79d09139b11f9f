"""Announce events in an outbox of their own, so that a published one is written once."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEPT = '"type", "right", at, project_id, process_id, actor_role, actor_id, actor_name, data'


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.Column("at", record.Instant(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("process_id", sa.Uuid(), nullable=True),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("data", record.JsonColumn(), nullable=False),
        sa.Column("parties", record.JsonColumn(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    _move_unpublished()
    _require_position(True)


def downgrade() -> None:
    _require_position(False)
    op.execute(f"INSERT INTO events (id, {_KEPT}) SELECT event_id, {_KEPT} FROM announcements")
    postgresql = op.get_bind().dialect.name == "postgresql"
    each = (
        "CAST(jsonb_array_elements_text(parties) AS uuid) FROM announcements"
        if postgresql
        else "value FROM announcements, json_each(parties)"
    )
    op.execute(f"INSERT INTO event_audience (event_id, party_id) SELECT event_id, {each}")
    op.drop_table("announcements")


def _move_unpublished() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    hexed = "jsonb_agg(replace(party_id::text, '-', ''))" if postgresql else ""
    parties = hexed or "json_group_array(party_id)"
    none = "'[]'::jsonb" if postgresql else "'[]'"
    op.execute(
        f"INSERT INTO announcements (event_id, {_KEPT}, parties) "
        f"SELECT id, {_KEPT}, coalesce((SELECT {parties} FROM event_audience "
        f"WHERE event_id = events.id), {none}) FROM events WHERE position IS NULL ORDER BY id"
    )
    op.execute("DELETE FROM event_audience WHERE position IS NULL")
    op.execute("DELETE FROM events WHERE position IS NULL")


def _require_position(required: bool) -> None:
    if required:
        op.drop_index("ix_events_unpublished", "events")
    for table in ("events", "event_audience"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("position", existing_type=sa.BigInteger(), nullable=not required)
    if not required:
        unpublished = sa.text("position IS NULL")
        op.create_index(
            "ix_events_unpublished",
            "events",
            ["id"],
            postgresql_where=unpublished,
            sqlite_where=unpublished,
        )
