"""Puts up bells: notes that a worker must be woken, which the relay carries after the commit."""

from uuid import UUID

from sqlalchemy.orm import Session

from service import clock
from service.database.models import WorkItem
from service.database.transaction import add_row


def enqueue(db: Session, task: str, process_id: UUID) -> None:
    """Have a worker woken for a process, as soon as this transaction is committed."""
    add_row(db, WorkItem, {"task": task, "process_id": process_id, "created_at": clock.now()})
