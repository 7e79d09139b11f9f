"""Frees what a child of the pool held when it died, so that the repeat begins at once."""

import structlog

from service.database import transactions
from service.database.errors import DatabaseError
from service.lifecycle import leases
from service.settings import settings

log = structlog.get_logger(__name__)


def free_leases(message_id: str) -> None:
    """End the leases that the dead child had claimed for a message.

    Without that the repeat would find them taken until they run out. Called in the worker's
    parent, whose connections must not be inherited by the next child: it keeps none.
    """
    try:
        with (
            transactions.connected(settings().database_url),
            transactions.writing() as session,
        ):
            leases.end_all(session, message_id)
    except DatabaseError as error:
        # Harmless: the leases run out by themselves, only later.
        log.warning("the leases of a dead worker stay until they run out", error=str(error))
