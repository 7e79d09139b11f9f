"""Fold titles, so that they are searched and sorted as people see them on every database."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from service.values.texts import folded, sort_key

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

#: Rows that are in memory at a time.
BATCH = 1000


def upgrade() -> None:
    # The collation must not depend on the server: keys are compared by their code points.
    key = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
    for table in ("projects", "processes"):
        op.add_column(
            table, sa.Column("title_folded", sa.Text(), nullable=False, server_default="")
        )
    op.add_column("projects", sa.Column("title_key", key, nullable=False, server_default=""))
    _fill("projects", {"title_folded": folded, "title_key": sort_key})
    _fill("processes", {"title_folded": folded})


def _fill(name: str, forms: dict[str, Callable[[str], str]]) -> None:
    table = sa.table(name, *(sa.column(column) for column in ("id", "title", *forms)))
    change = sa.update(table).where(table.c.id == sa.bindparam("row"))
    change = change.values({column: sa.bindparam(f"new_{column}") for column in forms})
    connection, after = op.get_bind(), None
    while True:
        query = sa.select(table.c.id, table.c.title).where(table.c.title != "")
        query = query.where(table.c.id > after) if after is not None else query
        rows = connection.execute(query.order_by(table.c.id).limit(BATCH)).all()
        if not rows:
            return
        after = rows[-1].id
        connection.execute(
            change,
            [
                {"row": id, **{f"new_{column}": form(title) for column, form in forms.items()}}
                for id, title in rows
            ],
        )


def downgrade() -> None:
    op.drop_column("projects", "title_key")
    for table in ("projects", "processes"):
        op.drop_column(table, "title_folded")
