"""Find rows by the person whom they are about, for exports and erasures."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

COLUMNS = (
    ("account_mails", "subject_id"),
    ("attachments", "uploaded_by"),
    ("audit_entries", "actor_id"),
    ("events", "actor_id"),
    ("file_accesses", "actor_id"),
    ("files", "uploaded_by"),
    ("history", "actor_id"),
    ("invitations", "email"),
    ("invitations", "invited_by"),
    ("messages", "author_id"),
    ("one_time_tokens", "subject_id"),
    ("processes", "created_by"),
    ("projects", "created_by"),
)


def upgrade() -> None:
    """Add an index for each; where a table is large, writing to it waits for that."""
    for table, column in COLUMNS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Take them out again."""
    for table, column in reversed(COLUMNS):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
