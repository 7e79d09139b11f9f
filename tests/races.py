"""Lets two run into each other in tests: the first holds its locks, the second waits for them."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa

from service import access, db
from service.models import Request
from service.rights import PROCESSES_EDIT
from tests.orders import principal_of, request_of


def found(session, caller, process_id, **more):
    id = UUID(str(process_id))
    return access.find_process(session, principal_of(caller), id, PROCESSES_EDIT, lock=True, **more)


def await_waiting():
    """Wait until somebody waits for a lock. On SQLite a writer waits before he has looked."""
    with db.reading() as session:
        if not db.is_postgresql(session):
            return
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    late_at = time.monotonic() + 10
    while True:
        with db.reading() as session:
            if session.scalar(waiting):
                return
        assert time.monotonic() < late_at, "nobody came to wait for the lock"
        time.sleep(0.01)


@contextmanager
def meanwhile(second):
    """A transaction that is first; `second` runs into it, and its result comes after the commit."""
    results = []
    with ThreadPoolExecutor(1) as elsewhere:
        with db.writing() as session:
            yield session, results
            session.flush()
            future = elsewhere.submit(second)
            await_waiting()
            assert not future.done()
        results.append(future.result(timeout=20))


def states_of_requests(process_id):
    with db.reading() as session:
        query = sa.select(Request).where(Request.process_id == UUID(process_id))
        return {str(r.contractor_id): r.state.value for r in session.scalars(query)}


def asked(session, contractor, process_id):
    """The contractor's request, and its process, held as its routes hold them."""
    held = found(session, contractor, process_id)
    id = UUID(request_of(contractor, process_id)["id"])
    return session.get_one(Request, id, with_for_update=True), held
