"""Bound API keys by what made them and where they act, and let roles manage those of members."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from service.database.models import record

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

RIGHT = "keys:manage"
#: The roles of every organisation that hold the right from now on, as new ones have it.
HOLDERS = ("owner", "manager")

roles = sa.table(
    "roles",
    sa.column("id", sa.Uuid()),
    sa.column("name", sa.String()),
    sa.column("rights", record.JsonColumn()),
)


def upgrade() -> None:
    """Add the columns; keys of before were made by nobody else and are bounded as they were."""
    with op.batch_alter_table("api_keys") as table:
        table.add_column(sa.Column("parent_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("organization_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("networks", record.JsonColumn(), nullable=True))
        table.create_index(op.f("ix_api_keys_parent_id"), ["parent_id"])
        table.create_index(op.f("ix_api_keys_organization_id"), ["organization_id"])
        table.create_foreign_key(
            op.f("fk_api_keys_parent_id_api_keys"),
            "api_keys",
            ["parent_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_foreign_key(
            op.f("fk_api_keys_organization_id_organizations"),
            "organizations",
            ["organization_id"],
            ["id"],
            ondelete="CASCADE",
        )
    _change(lambda rights: rights | {RIGHT})


def downgrade() -> None:
    """Take them out again."""
    _change(lambda rights: rights - {RIGHT})
    with op.batch_alter_table("api_keys") as table:
        table.drop_constraint(op.f("fk_api_keys_organization_id_organizations"), type_="foreignkey")
        table.drop_constraint(op.f("fk_api_keys_parent_id_api_keys"), type_="foreignkey")
        table.drop_index(op.f("ix_api_keys_organization_id"))
        table.drop_index(op.f("ix_api_keys_parent_id"))
        for column in ("networks", "organization_id", "parent_id"):
            table.drop_column(column)


def _change(changed: Callable[[set[str]], set[str]]) -> None:
    connection = op.get_bind()
    query = sa.select(roles.c.id, roles.c.rights).where(roles.c.name.in_(HOLDERS))
    update = roles.update().where(roles.c.id == sa.bindparam("role"))
    update = update.values(rights=sa.bindparam("changed"))
    rows = [
        {"role": id, "changed": sorted(changed(set(rights)))}
        for id, rights in connection.execute(query)
    ]
    if rows:
        connection.execute(update, rows)
