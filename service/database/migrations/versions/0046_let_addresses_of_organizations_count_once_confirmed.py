"""Let the address of an organisation count once a mail sent to it was answered."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; addresses that are there already go on as before."""
    op.add_column("organizations", sa.Column("email_verified_at", record.Instant(), nullable=True))
    op.execute("UPDATE organizations SET email_verified_at = created_at WHERE email IS NOT NULL")


def downgrade() -> None:
    """Take it out again."""
    op.drop_column("organizations", "email_verified_at")
