"""Alembic's entry: runs the migrations over one connection, in one transaction each."""

from alembic import context

from service import db
from service.models import Record

engine = db.create_engine(context.config.attributes["url"]).execution_options(writes=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Record.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        user_module_prefix="record.",
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
