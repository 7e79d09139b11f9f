"""Runs what turns are compared with: workers that take what waits in the order in which it came.

All else is the worker's as it is; nobody is left out for having workers already.
"""

import sqlalchemy as sa
from celery.signals import worker_process_init
from sqlalchemy.orm import Session

from service.database.models import Process
from service.lifecycle import leases, turns
from service.lifecycle.turns import Waiting
from tasks.worker import app
from workflows.process import ProcessState

__all__ = ["app", "first_come"]


def first_come(db: Session, state: ProcessState, most: int) -> list[Waiting]:
    """At most `most` of those that wait in an automatic state, the oldest first.

    Each counts as one that must be measured, as each part of the benchmark must.
    """
    query = (
        sa.select(Process.id, Process.attempts, Process.http_request_id)
        .where(Process.state == state, *leases.can_be_taken(db))
        .order_by(Process.state_since, Process.id)
        .limit(most)
    )
    return [Waiting(*row, yields=False, bytes_to_measure=1) for row in db.execute(query)]


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _install(**_: object) -> None:
    """Let each child of the pool choose so: it looks the function up at each step."""
    turns.in_turn = first_come
