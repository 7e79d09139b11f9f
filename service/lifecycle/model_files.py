"""Selects the model files that are made, for everything that measures, counts or prices them."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import File, FileRole, Process, RepairStatus

#: The files that go with an order. A repaired copy that is only offered does not, nor does an
#: original in whose place its copy is made, nor what a contractor adds to its order.
WITH_THE_ORDER = sa.and_(
    File.deleted_at.is_(None),
    File.repair_status == RepairStatus.PART,
    File.request_id.is_(None),
)
#: Those of them that are made and charged; the others are references and papers.
MADE = sa.and_(
    WITH_THE_ORDER,
    File.model_format.is_not(None),
    sa.or_(File.stated_role.is_(None), File.stated_role == FileRole.PART),
)


def made_files(process_ids: Collection[UUID]) -> sa.Select[File]:
    """The files of processes that are made, in an order that no upload decides."""
    query = sa.select(File).where(File.process_id.in_(process_ids), MADE)
    return query.order_by(File.sha256, File.unit, File.name, File.id)


def is_with_the_order(file: File) -> bool:
    """Whether a file that was read already goes with its order."""
    is_clients = file.deleted_at is None and file.request_id is None
    return is_clients and file.repair_status is RepairStatus.PART


def is_made(file: File) -> bool:
    """Whether a file that was read already is made."""
    return is_with_the_order(file) and file.model_format is not None and file.role is FileRole.PART


def is_offered(file: File) -> bool:
    """Whether a file is a repaired copy that the client may accept."""
    return file.deleted_at is None and file.repair_status is RepairStatus.OFFERED


def parts_of(db: Session, process: Process) -> int:
    """All parts of the order, as contractors' limits count them: pieces of each model."""
    models = sa.select(sa.func.count()).select_from(File).where(File.process_id == process.id, MADE)
    return int(process.configuration.get("quantity") or 0) * max(1, db.scalar(models) or 0)
