"""Note who has read which messages, and downloaded which files."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread_reads",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", record.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("reader_id", "thread_id", name=op.f("pk_thread_reads")),
    )
    op.create_table(
        "file_grants",
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("changed_at", record.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("scope_id", name=op.f("pk_file_grants")),
    )
    op.create_table(
        "file_accesses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("at", record.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name=op.f("fk_file_accesses_process_id_processes")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_file_accesses_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_accesses")),
    )
    op.create_index("ix_file_accesses_process_id_id", "file_accesses", ["process_id", "id"])


def downgrade() -> None:
    for table in ("file_accesses", "file_grants", "thread_reads"):
        op.drop_table(table)
