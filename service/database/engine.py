"""Opens databases with bounded waits, and SQLite with transactions that are truly isolated."""

from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

#: Seconds that a request waits for a connection; beyond it the answer is 503.
CONNECT_TIMEOUT_S = 2
#: Seconds that a writer waits for another one's lock.
LOCK_TIMEOUT_S = 10


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


def is_postgresql(db: Session) -> bool:
    """Whether row locks and the server's clock are to be had."""
    return db.get_bind().dialect.name == "postgresql"
