"""Count what each party has stored, and let operators set an organisation's quota."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

#: What every owner of a project has that is not deleted; contractors' papers do not count.
COUNTED = """
INSERT INTO usage (party_id, projects, processes, files, bytes)
SELECT owned.party_id, COUNT(DISTINCT owned.id), COUNT(DISTINCT processes.id),
    COUNT(files.id), COALESCE(SUM(files.size_bytes), 0)
FROM (
    SELECT id, COALESCE(client_id, visitor_id) AS party_id FROM projects WHERE deleted_at IS NULL
) AS owned
LEFT JOIN processes ON processes.project_id = owned.id AND processes.deleted_at IS NULL
LEFT JOIN files ON files.process_id = processes.id
    AND files.deleted_at IS NULL AND files.request_id IS NULL
GROUP BY owned.party_id
"""


def upgrade() -> None:
    """Count what is there; a service of the former version that still runs counts nothing."""
    op.create_table(
        "usage",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("projects", "processes", "files", "bytes")
        ),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_usage")),
    )
    op.execute(COUNTED)
    op.add_column(
        "organizations",
        sa.Column("quota", record.JsonColumn(), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    """Forget the counts and the quotas."""
    op.drop_column("organizations", "quota")
    op.drop_table("usage")
