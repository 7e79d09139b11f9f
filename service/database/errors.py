"""Classifies what the database raises: a lost race, an outage, or a bug."""

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)
from sqlalchemy.orm.exc import StaleDataError

__all__ = ["DatabaseError", "DriverError", "StaleDataError", "is_lost_race", "is_outage"]

#: Whatever the database, or the way to it, raises.
DatabaseError = SQLAlchemyError
#: What the database itself answers: a constraint, a lock, a connection that broke.
DriverError = DBAPIError
#: SQLSTATEs of a transaction that lost against another one: serialization, deadlock, lock timeout.
_LOST_RACES = ("40001", "40P01", "55P03")
_UNIQUE_VIOLATION = "23505"


def is_lost_race(error: Exception) -> bool:
    """Whether somebody else was faster: with a lock, or with the same row at the same moment."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if state in _LOST_RACES or "database is locked" in str(error):
        return True
    return isinstance(error, IntegrityError) and (
        state == _UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error.orig)
    )


def is_outage(error: Exception) -> bool:
    """Whether the database cannot be reached now; anything else that it raises is a bug."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, OperationalError)
    return isinstance(error, TimeoutError)  # no connection became free
