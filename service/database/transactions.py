"""Opens transactions: one for each request or step of a task. Nothing else commits."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from service.database.caller import SERVICE, Caller
from service.database.engine import MOST_CONNECTIONS, create_engine
from service.database.transaction import Transaction

_writers: sessionmaker[Transaction] = sessionmaker(class_=Transaction, expire_on_commit=False)
_readers: sessionmaker[Transaction] = sessionmaker(
    class_=Transaction, expire_on_commit=False, autoflush=False
)


class NotConnected(RuntimeError):
    """`connect` has not been called in this process."""


def connect(url: str, most: int = MOST_CONNECTIONS) -> sa.Engine:
    """Use the database at `url` from now on, for the whole process, over `most` connections."""
    disconnect()
    engine = create_engine(url, most=most)
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


@contextmanager
def connected(url: str, most: int = MOST_CONNECTIONS) -> Iterator[None]:
    """Use the database at `url` within the block, and close every connection after it."""
    connect(url, most)
    try:
        yield
    finally:
        disconnect()


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


@contextmanager
def writing(caller: Caller = SERVICE) -> Iterator[Session]:
    """A transaction that commits all of it, or none of it when an error leaves the block.

    `caller` says for whom it writes, where somebody has asked for it.
    """
    engine()
    with _writers(caller=caller) as db, db.begin():
        yield db
        db.flush()  # the commit itself would look at objects only


@contextmanager
def trying(caller: Caller = SERVICE) -> Iterator[Session]:
    """A writing transaction whose work is thrown away at the end: the same code, nothing kept."""
    engine()
    with _writers(caller=caller) as db:
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


def is_writing(db: Session) -> bool:
    """Whether the session is one of `writing`, beside which this thread must open no other."""
    return bool(db.get_bind().get_execution_options().get("writes"))
