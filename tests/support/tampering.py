"""Writes to tables past the guards of the database, as who owns them can."""

import sqlalchemy as sa

from service.database import transactions
from service.database.engine import is_postgresql


def lift_guards(session):
    """Let the rest of this transaction change and delete rows of the history."""
    if is_postgresql(session):
        session.execute(sa.text("ALTER TABLE history DISABLE TRIGGER USER"))
        return
    for verb in ("update", "delete"):
        session.execute(sa.text(f"DROP TRIGGER IF EXISTS history_{verb}_refused"))


def tamper(statement, **values):
    """Change rows by a statement that no use case has."""
    with transactions.writing() as session:
        lift_guards(session)
        assert session.execute(sa.text(statement), values).rowcount > 0
