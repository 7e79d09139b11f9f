"""Alembic's entry: runs the migrations over one connection, in one transaction each."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from service.database.engine import create_engine
from service.database.models import TableRow

engine = create_engine(context.config.attributes["url"], patient=True)
engine = engine.execution_options(writes=True)


if engine.dialect.name == "sqlite":
    # A table is altered by making it anew, and others refer to it meanwhile. The check cannot be
    # switched within a transaction, so it is off from the start, and everything is checked after.
    @sa.event.listens_for(engine, "connect")
    def trust(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=TableRow.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        user_module_prefix="record.",
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not broken, f"rows refer to nothing after the migration: {broken[:5]}"
engine.dispose()
