"""Lets two run into each other in tests: the first holds its locks, the second waits for them."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, get_ident
from uuid import UUID

import sqlalchemy as sa

from service.access import lookup
from service.access.permissions import PROCESSES_EDIT
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Request
from tests.support.orders import principal_of, request_of

#: Seconds in which whoever does not wait for their turn would have looked.
LOOK_S = 0.05


def locked_process(session, caller, process_id, **more):
    id = UUID(str(process_id))
    return lookup.find_process(session, principal_of(caller), id, PROCESSES_EDIT, lock=True, **more)


class Watch:
    """On SQLite, where one writes at a time: what threads beside this one do with the database."""

    def __init__(self):
        self._first, self.came, self.looked = get_ident(), Event(), Event()

    def __enter__(self):
        sa.event.listen(transactions.engine(), "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_):
        sa.event.remove(transactions.engine(), "before_cursor_execute", self._note)

    def _note(self, connection, _cursor, statement, *_):
        if get_ident() != self._first and connection.get_execution_options().get("writes"):
            (self.came if statement.startswith("BEGIN") else self.looked).set()

    def await_waiting(self):
        """Wait until a writer has come, and see that they look at nothing before their turn."""
        assert self.came.wait(10), "nobody came to write"
        assert not self.looked.wait(LOOK_S), "they have looked while somebody else was writing"


def _await_lock():
    """Wait until somebody waits for a lock, on PostgreSQL."""
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    late_at = time.monotonic() + 10
    while True:
        with transactions.reading() as session:
            if session.scalar(waiting):
                return
        assert time.monotonic() < late_at, "nobody came to wait for the lock"
        time.sleep(0.01)


@contextmanager
def watched():
    """Gives what waits until the second one waits for the first, whatever the database."""
    with transactions.reading() as session:
        has_locks = is_postgresql(session)
    with Watch() as watch:
        yield _await_lock if has_locks else watch.await_waiting


@contextmanager
def meanwhile(second):
    """A transaction that is first; `second` runs into it, and its result comes after the commit."""
    results = []
    with ThreadPoolExecutor(1) as elsewhere, watched() as await_waiting:
        with transactions.writing() as session:
            yield session, results
            session.flush()
            future = elsewhere.submit(second)
            await_waiting()
            assert not future.done()
        results.append(future.result(timeout=20))


def states_of_requests(process_id):
    with transactions.reading() as session:
        query = sa.select(Request).where(Request.process_id == UUID(process_id))
        return {str(r.contractor_id): r.state.value for r in session.scalars(query)}


def asked(session, contractor, process_id):
    """The contractor's request, and its process, held as its routes hold them."""
    held = locked_process(session, contractor, process_id)
    id = UUID(request_of(contractor, process_id)["id"])
    return session.get_one(Request, id, with_for_update=True), held
