"""Opens a workplace for tests: a database with contractors, a Redis, orders, real workers."""

import sqlite3
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta

import sqlalchemy as sa

from benchmarks import example_client
from service import clock
from service.database import transactions
from service.database.models import File, HistoryRow, Process, Request, WorkItem
from service.files import analyses
from service.lifecycle import history
from service.settings import settings
from tests.support import meshes, workers
from workflows.process import ProcessState


class Workplace:
    """What a test of workers stands on."""

    def __init__(self, shop, folder, redis_url):
        self.shop = shop
        self.folder = folder
        self.redis_url = redis_url
        self._stack = ExitStack()
        self._workers = 0

    def order(self, count=1, solid=None, contractors=1, **options):
        """Lay in orders for the cheapest contractors; their ids."""
        content = example_client.store_content(meshes.stl(solid or meshes.box()))
        with transactions.writing() as session:
            return [
                self.shop.order(
                    session, content, choice=self.shop.contractor_ids[:contractors], **options
                ).id
                for _ in range(count)
            ]

    def client(self, name="Bolts Ltd"):
        """A further organisation, which orders as the first one does."""
        with transactions.writing() as session:
            return example_client.add_client(session, name)

    def visitor(self):
        """Somebody without an account."""
        with transactions.writing() as session:
            return example_client.add_visitor(session)

    def parts(self, party, count=1, solid=None, content=None):
        """Parts of a party that wait to be verified, to be sent nowhere; their ids."""
        content = content or meshes.stl(solid or meshes.box())
        sha256 = example_client.store_content(content)
        with transactions.writing() as session:
            return [party.order(session, sha256, send=False).id for _ in range(count)]

    def worker(self, concurrency=1):
        """A real worker with its pool, until the end of the test."""
        self._workers += 1
        name = f"worker{self._workers}"
        options = ("--concurrency", str(concurrency), "--hostname", f"{name}@%h")
        return self._run(name, *workers.WORKER, *options)

    def scheduler(self):
        """A real scheduler, until the end of the test."""
        return self._run("scheduler", "tasks.scheduler")

    def _run(self, name, *command):
        return self._stack.enter_context(workers.running(self.folder / f"{name}.log", *command))

    def close(self):
        """End all that was started."""
        self._stack.close()


@contextmanager
def opened(database_url, redis_url, folder, monkeypatch, channels=("inbox",), **values):
    """A workplace with the settings `values`; the processes it starts have them too."""
    values = {"database_url": database_url, "redis_url": redis_url, "var_dir": folder, **values}
    for name, value in {"embedded": "true", **values}.items():
        monkeypatch.setenv(f"WERKBANK_{name.upper()}", str(value))
    settings.cache_clear()
    transactions.connect(database_url)
    with transactions.writing() as session:
        shop = example_client.create_client(session, channels)
    place = Workplace(shop, folder, redis_url)
    try:
        yield place
    finally:
        place.close()
        transactions.disconnect()
        settings.cache_clear()


def measure(process_ids):
    """Analyse the files of processes beforehand, so that verifying them takes a moment."""
    with transactions.writing() as session:
        files = sa.select(File.sha256).where(File.process_id.in_(process_ids)).distinct()
        for sha256 in session.scalars(files).all():
            analyses.store_analysis(session, analyses.analyse_content(sha256))


def drop_work_items():
    """As if all workers had been woken."""
    with transactions.writing() as session:
        session.execute(sa.delete(WorkItem))


def process(process_id):
    """The row as it is now."""
    with transactions.reading() as session:
        return session.get_one(Process, process_id)


def change(process_ids, **values):
    """Set columns of processes, as time or a crash would have."""
    with transactions.writing() as session:
        session.execute(sa.update(Process).where(Process.id.in_(process_ids)).values(**values))


WRITERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
"""


def nobody_writes():
    """Whether no transaction holds up those who want to write."""
    if transactions.engine().dialect.name == "postgresql":
        with transactions.reading() as session:
            return session.scalar(sa.text(WRITERS)) == 0
    path = sa.make_url(settings().database_url).database
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
    return True


def work_items():
    """The processes that wait for a worker to be told of them, in order."""
    with transactions.reading() as session:
        return list(session.scalars(sa.select(WorkItem.process_id).order_by(WorkItem.id)))


def states(process_ids):
    """The state of each."""
    with transactions.reading() as session:
        query = sa.select(Process.state).where(Process.id.in_(process_ids))
        return [state for state in session.scalars(query)]


def all_are(state, process_ids):
    """A question for `eventually`: whether all have arrived in a state."""

    def arrived():
        return set(states(process_ids)) == {ProcessState(state)}

    arrived.__doc__ = f"all processes are {state}"
    return arrived


def moves_of(process_id):
    """The triggers of the process itself, oldest first."""
    with transactions.reading() as session:
        rows = sa.select(HistoryRow.trigger).where(
            HistoryRow.process_id == process_id, HistoryRow.request_id.is_(None)
        )
        return list(session.scalars(rows.order_by(HistoryRow.version)))


def check_histories(process_ids):
    """Fail unless every history is whole: no gap, no broken chain, the state that it ends in."""
    with transactions.reading() as session:
        for process_id in process_ids:
            rows = history.rows_of(session, process_id)
            assert list(history.findings(session.get_one(Process, process_id), rows)) == []


def rows_of(table, process_id):
    """What a table has for the process."""
    with transactions.reading() as session:
        return list(session.scalars(sa.select(table).where(table.process_id == process_id)))


def requests_of(process_id):
    """The requests to contractors."""
    return rows_of(Request, process_id)


def passed(process_id):
    """As if lease and pause were over."""
    over = clock.now() - timedelta(seconds=1)
    change([process_id], lease_until=over, not_before=None)
