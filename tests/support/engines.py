"""Lets all databases of a process' tests share one engine, and the queries that it has compiled."""

from contextlib import contextmanager
from weakref import WeakSet

import pytest
import sqlalchemy as sa

from service.database import transactions

_allowed = [True]


def allow(whether):
    """Whether tests from now on may connect to a database."""
    _allowed[:] = [whether]


@contextmanager
def shared():
    """Within the block `db.connect` turns the engine of before to the database that it is given.

    To compile its queries anew would take a test longer than to run them.
    """
    create, engines, connections = transactions.create_engine, {}, WeakSet()

    def create_engine(url, **_):  # all share one, however many connections each would take
        assert _allowed == [True], "a test wants a database and does not ask for database_kind"
        kind = sa.make_url(url).get_backend_name()
        if kind not in engines:
            engines[kind] = create(url)
            sa.event.listen(engines[kind], "do_connect", turn)
            if kind == "postgresql":
                sa.event.listen(engines[kind], "connect", note)
        if engines[kind].url != sa.make_url(url):
            close()
        engines[kind].url = sa.make_url(url)
        return engines[kind]

    def turn(dialect, _, arguments, options):
        place, more = dialect.create_connect_args(engines[dialect.name].url)
        arguments[:] = place
        options.update(more)

    def note(connection, _):
        connections.add(connection)

    def close():
        """What a thread of an earlier test held when its database was left is in no pool."""
        for connection in list(connections):
            connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transactions, "create_engine", create_engine)
        yield
        transactions.disconnect()
        close()
