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
#: Seconds that one statement may take, and a transaction may be left alone: nothing here needs as
#: long, and whoever hangs holds locks that others wait for.
STATEMENT_TIMEOUT_S = 30
IDLE_TIMEOUT_S = 60
#: Seconds until a connection over which nothing comes back counts as lost, asked or not.
SILENT_S = 10


#: Connections of one process to PostgreSQL at most, where it does not say how many it needs.
MOST_CONNECTIONS = 48


def create_engine(url: str, *, patient: bool = False, most: int = MOST_CONNECTIONS) -> sa.Engine:
    """An engine with bounded waits; for SQLite with write-ahead log and honest transactions.

    It opens `most` connections to PostgreSQL, whose number is limited for all processes together.
    A `patient` one lets statements take their time, as those of migrations do. Errors of either
    name a statement without its values, for they go into logs.
    """
    if sa.make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return sa.create_engine(
        url,
        pool_size=most,
        max_overflow=0,
        pool_timeout=CONNECT_TIMEOUT_S,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=_to_json,
        json_deserializer=orjson.loads,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "tcp_user_timeout": SILENT_S * 1000,
            "keepalives_idle": SILENT_S // 2,
            "keepalives_interval": SILENT_S // 4,
            "keepalives_count": 2,
            "options": _options(patient),
        },
    )


def _options(patient: bool) -> str:
    values = {"timezone": "UTC", "lock_timeout": f"{LOCK_TIMEOUT_S}s"}
    if not patient:
        values["statement_timeout"] = f"{STATEMENT_TIMEOUT_S}s"
        values["idle_in_transaction_session_timeout"] = f"{IDLE_TIMEOUT_S}s"
    return " ".join(f"-c {name}={value}" for name, value in values.items())


def _to_json(value: Any) -> str:
    return orjson.dumps(value, default=_bytea).decode()


def _bytea(value: Any) -> str:
    """Bytes as PostgreSQL reads them in a text (section 8.4.1 of its manual)."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError


def _sqlite(url: str) -> sa.Engine:
    if database := sa.make_url(url).database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    # The driver's own transactions begin too late: two readers that both go on to write lose one
    # of the writes. So the driver is told to leave transactions alone, and we begin them.
    engine = sa.create_engine(
        url,
        pool_size=80,
        hide_parameters=True,
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
