"""Tell equal answers by their digest, and leave room to note in place who was rung for."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verifications", sa.Column("answer_digest", sa.String(length=64), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # A row that stays in its page needs no new entries in the indexes.
        op.execute("ALTER TABLE processes SET (fillfactor = 70)")


def downgrade() -> None:
    op.drop_column("verifications", "answer_digest")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE processes RESET (fillfactor)")
