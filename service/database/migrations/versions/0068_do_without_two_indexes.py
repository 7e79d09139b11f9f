"""Do without the index of requests by process, and find rows of histories where their ids lie."""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

INDEX = "ix_requests_process_id"
#: Nothing refers to a row by its id, and another key tells rows apart: process and version. Copies
#: by logical replication go by that. Rows are only added, so that ids lie in the order of time.
SPARSE = (
    "ALTER TABLE history DROP CONSTRAINT pk_history",
    "ALTER TABLE history REPLICA IDENTITY USING INDEX uq_history_process_id_version",
    "CREATE INDEX ix_history_id ON history USING brin (id) "
    "WITH (pages_per_range = 32, autosummarize = on)",
)
FULL = (
    "DROP INDEX ix_history_id",
    "ALTER TABLE history REPLICA IDENTITY DEFAULT",
    "ALTER TABLE history ADD CONSTRAINT pk_history PRIMARY KEY (id)",
)


def upgrade() -> None:
    """That of process, round and contractor finds the requests of a process as well."""
    op.drop_index(INDEX, "requests")
    if op.get_bind().dialect.name == "postgresql":
        for statement in SPARSE:
            op.execute(statement)


def downgrade() -> None:
    """Put both indexes back."""
    op.create_index(INDEX, "requests", ["process_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in FULL:
            op.execute(statement)
