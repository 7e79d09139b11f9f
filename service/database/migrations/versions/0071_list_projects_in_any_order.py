"""List the projects of an organisation in each order without sorting all of them."""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

BY_CHANGE, BY_TITLE = "ix_projects_client_id_updated_at_id", "ix_projects_client_id_title_key_id"
FORMER = "ix_projects_client_id"


def upgrade() -> None:
    """One of the two replaces the index that finds an organisation's projects in no order."""
    op.create_index(BY_CHANGE, "projects", ["client_id", "updated_at", "id"])
    op.create_index(BY_TITLE, "projects", ["client_id", "title_key", "id"])
    op.drop_index(FORMER, "projects")


def downgrade() -> None:
    """Put the former one back."""
    op.create_index(FORMER, "projects", ["client_id"])
    op.drop_index(BY_TITLE, "projects")
    op.drop_index(BY_CHANGE, "projects")
