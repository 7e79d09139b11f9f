"""Frees what a child of the pool held when it died, so that the repeat begins at once."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.database import transactions
from service.database.clock import lease_time
from service.database.models import Process
from service.lifecycle import transitions
from service.settings import settings

log = structlog.get_logger(__name__)


def free_leases(task: str, process_ids: Iterable[str]) -> None:
    """End the leases of `process_ids` that the dead child had for `task`.

    Without that the repeat would find them taken until they run out. Called in the worker's
    parent, whose connections must not be inherited by the next child: it keeps none.
    """
    states = [state for state, name in transitions.TASKS.items() if name == task]
    try:
        transactions.connect(settings().database_url)
        with transactions.writing() as session:
            now = lease_time(session)
            session.execute(
                sa.update(Process)
                .where(
                    Process.id.in_([UUID(id) for id in process_ids]),
                    Process.state.in_(states),
                    Process.lease_until > now,
                )
                .values(lease_until=now)
                .execution_options(synchronize_session=False)
            )
    except SQLAlchemyError as error:
        # Harmless: the leases run out by themselves, only later.
        log.warning("the leases of a dead worker stay until they run out", error=str(error))
    finally:
        transactions.disconnect()
