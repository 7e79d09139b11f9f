"""Let organizations set their deadlines; keep agreed dates, reminders and reasons of refusals."""

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    nothing_set = sa.text("'{}'")
    with op.batch_alter_table("organizations") as table:
        table.add_column(
            sa.Column("deadlines", record.JsonColumn(), nullable=False, server_default=nothing_set)
        )
    with op.batch_alter_table("processes") as table:
        table.add_column(sa.Column("accept", sa.String(length=20), nullable=True))
        for name in ("start_by", "ship_by", "deliver_by", "remind_at"):
            table.add_column(sa.Column(name, record.Instant(), nullable=True))
        table.add_column(
            sa.Column("deadlines", record.JsonColumn(), nullable=False, server_default=nothing_set)
        )
        table.create_index("ix_processes_remind_at", ["remind_at"])
    with op.batch_alter_table("requests") as table:
        table.add_column(sa.Column("reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("question_until", record.Instant(), nullable=True))
        table.add_column(sa.Column("remind_at", record.Instant(), nullable=True))
        table.create_index("ix_requests_project_contractor", ["project_id", "contractor_id"])


def downgrade() -> None:
    with op.batch_alter_table("requests") as table:
        table.drop_index("ix_requests_project_contractor")
        for name in ("remind_at", "question_until", "reason"):
            table.drop_column(name)
    with op.batch_alter_table("processes") as table:
        table.drop_index("ix_processes_remind_at")
        for name in ("deadlines", "remind_at", "deliver_by", "ship_by", "start_by", "accept"):
            table.drop_column(name)
    with op.batch_alter_table("organizations") as table:
        table.drop_column("deadlines")
