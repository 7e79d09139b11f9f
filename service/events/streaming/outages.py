"""Lets streams outlast a database that cannot be reached: their events come later."""

from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.database.transactions import NotConnected

log = structlog.get_logger(__name__)

#: What a database that cannot be reached raises; readers stay, and get their events later.
OUTAGES = (SQLAlchemyError, NotConnected)


async def unless_out(step: Callable[[], Awaitable[bool]]) -> bool | None:
    """What a step answers; None if the database is out."""
    try:
        return await step()
    except OUTAGES as error:
        log.warning("the feed cannot be read", error=str(error)[:300])
        return None
