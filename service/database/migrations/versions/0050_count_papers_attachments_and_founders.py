"""Count contractors' papers and attachments of messages, and note who founds an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

#: What every party has brought to processes that are not deleted, beside the files of clients.
BROUGHT = """
SELECT brought.party_id AS party_id, COUNT(*) AS files, SUM(brought.size_bytes) AS bytes
FROM (
    SELECT process_id, party_id, size_bytes FROM files
    WHERE request_id IS NOT NULL AND deleted_at IS NULL
    UNION ALL
    SELECT process_id, party_id, size_bytes FROM attachments
) AS brought
JOIN processes ON processes.id = brought.process_id AND processes.deleted_at IS NULL
GROUP BY brought.party_id
"""
#: Rows of parties that had nothing counted.
MISSING = f"""
INSERT INTO usage (party_id, projects, processes, files, bytes)
SELECT more.party_id, 0, 0, 0, 0 FROM ({BROUGHT}) AS more
WHERE more.party_id NOT IN (SELECT party_id FROM usage)
"""
#: With a sign: more of it, or less.
CHANGED = f"""
UPDATE usage SET files = usage.files {{sign}} more.files, bytes = usage.bytes {{sign}} more.bytes
FROM ({BROUGHT}) AS more WHERE more.party_id = usage.party_id
"""


def upgrade() -> None:
    """Count what is there; nobody knows who founded the organisations that are."""
    op.execute(MISSING)
    op.execute(CHANGED.format(sign="+"))
    op.add_column("organizations", sa.Column("founded_by", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_organizations_founded_by"), "organizations", ["founded_by"])


def downgrade() -> None:
    """Count it no more, and forget the founders."""
    op.drop_index(op.f("ix_organizations_founded_by"), "organizations")
    op.drop_column("organizations", "founded_by")
    op.execute(CHANGED.format(sign="-"))
