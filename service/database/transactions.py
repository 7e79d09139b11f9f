"""One request or one step of a task is one transaction; nothing else in this project commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from service import clock
from service.database.bulk_insert import Transaction
from service.database.models.record import Instant, TableRow

#: Seconds that a request waits for a connection; beyond it the answer is 503.
CONNECT_TIMEOUT_S = 2
#: Seconds that a writer waits for another one's lock.
LOCK_TIMEOUT_S = 10

_writers: sessionmaker[Transaction] = sessionmaker(class_=Transaction, expire_on_commit=False)
_readers: sessionmaker[Session] = sessionmaker(expire_on_commit=False, autoflush=False)


class NotConnected(RuntimeError):
    """`connect` has not been called in this process."""


def connect(url: str) -> sa.Engine:
    """Use the database at `url` from now on, for the whole process."""
    disconnect()
    engine = create_engine(url)
    _writers.configure(bind=engine.execution_options(writes=True))
    if engine.dialect.name == "postgresql":  # else each query would see another moment
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    _readers.configure(bind=engine)
    return engine


def disconnect() -> None:
    """Close every connection, for example before a fork."""
    if bind := _readers.kw.get("bind"):
        bind.dispose()
        _writers.configure(bind=None)
        _readers.configure(bind=None)


def is_connected() -> bool:
    """Whether `connect` has been called in this process."""
    return isinstance(_readers.kw.get("bind"), sa.Engine)


def engine() -> sa.Engine:
    """The engine in use; raises NotConnected."""
    bind = _readers.kw.get("bind")
    if not isinstance(bind, sa.Engine):
        raise NotConnected(
            "the database is not connected; call service.database.transactions.connect(url) first"
        )
    return bind


def create_engine(url: str) -> sa.Engine:
    """An engine with bounded waits; for SQLite with write-ahead log and honest transactions."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return sa.create_engine(
        url,
        pool_size=16,
        max_overflow=32,
        pool_timeout=CONNECT_TIMEOUT_S,
        pool_pre_ping=True,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "options": f"-c lock_timeout={LOCK_TIMEOUT_S}s -c timezone=UTC",
        },
    )


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _sqlite(url: str) -> sa.Engine:
    if database := sa.make_url(url).database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    # The driver's own transactions begin too late: two readers that both go on to write lose one
    # of the writes. So the driver is told to leave transactions alone, and we begin them.
    engine = sa.create_engine(
        url,
        pool_size=80,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        connect_args={"isolation_level": None, "timeout": LOCK_TIMEOUT_S},
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that commits all of it, or none of it when an error leaves the block."""
    engine()
    with _writers() as db, db.begin():
        yield db
        db.flush()  # the commit itself would look at objects only


@contextmanager
def trying() -> Iterator[Session]:
    """A writing transaction whose work is thrown away at the end: the same code, nothing kept."""
    engine()
    with _writers() as db:
        db.begin()
        try:
            yield db
            db.flush()
        finally:
            db.rollback()


@contextmanager
def reading() -> Iterator[Session]:
    """A consistent view that keeps nothing."""
    engine()
    with _readers() as db:
        yield db


def insert_unless_there(db: Session, table: type[TableRow], **values: Any) -> bool:
    """Insert a row unless its key is taken, even by a concurrent writer; whether it was."""
    insert = postgresql.insert if is_postgresql(db) else sqlite.insert
    key = sa.inspect(table).primary_key[0]
    made = insert(table).values(**values).on_conflict_do_nothing().returning(key)
    return db.execute(made).first() is not None


def is_postgresql(db: Session) -> bool:
    """Whether row locks and the server's clock are to be had."""
    return db.get_bind().dialect.name == "postgresql"


def lease_time(db: Session) -> sa.ColumnElement[Any]:
    """The clock that leases go by: the server's, or where there is none this machine's."""
    if is_postgresql(db):
        return sa.func.clock_timestamp()
    return sa.literal(clock.now(), Instant())
