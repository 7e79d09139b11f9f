"""The rows that every contestant but Werkbank updates: twice each, and nothing else."""

import sqlalchemy as sa

TABLE = "plain_orders"


def lay_out(engine: sa.Engine, orders: int) -> None:
    """Make the rows anew, all waiting for their first step."""
    with engine.begin() as connection:
        for statement in (
            f"DROP TABLE IF EXISTS {TABLE}",
            f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, state text, version integer)",
            f"INSERT INTO {TABLE} SELECT n, 'verifying', 1 FROM generate_series(1, {orders}) n",
        ):
            connection.execute(sa.text(statement))


def move(engine: sa.Engine, number: int, state: str) -> None:
    """Do a step: one update in a transaction of its own."""
    with engine.begin() as connection:
        statement = f"UPDATE {TABLE} SET state = :state, version = version + 1 WHERE id = :id"
        connection.execute(sa.text(statement), {"state": state, "id": number})


def waiting(engine: sa.Engine) -> int:
    """How many orders are not sent yet."""
    with engine.connect() as connection:
        number = connection.scalar(sa.text(f"SELECT count(*) FROM {TABLE} WHERE state <> 'sent'"))
    return number or 0
