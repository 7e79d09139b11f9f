"""Writes to tables past the guards of the database, as who owns them can."""

import sqlalchemy as sa

from service.database import transactions
from service.database.engine import is_postgresql


def lift_guards(session, table="history"):
    """Let the rest of this transaction change and delete rows that are never changed."""
    if is_postgresql(session):
        session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for verb in ("update", "delete"):
        session.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_{verb}_refused"))


def tamper(statement, table="history", **values):
    """Change rows by a statement that no use case has."""
    with transactions.writing() as session:
        lift_guards(session, table)
        assert session.execute(sa.text(statement), values).rowcount > 0
