"""Keeps a file and its repaired copy in step: exactly one of the two is made at any time."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.models import File, Project, RepairStatus
from service.lifecycle import usage
from service.lifecycle.usage import Amounts
from service.manufacturing.geometry.meshes.mesh import WITH_UNIT


def repaired_copies(db: Session, file_id: UUID) -> Sequence[File]:
    """The repaired copies of a file that exist, oldest first."""
    query = sa.select(File).where(File.repair_of == file_id, File.deleted_at.is_(None))
    return db.scalars(query.order_by(File.id)).all()


def accept_copy(db: Session, copy: File) -> bool:
    """Let an offered copy be made instead of its original; False if it is not offered any more."""
    original = db.get(File, copy.repair_of) if copy.repair_of else None
    if copy.repair_status is not RepairStatus.OFFERED or original is None or original.deleted_at:
        return False
    original.repair_status = RepairStatus.REPLACED
    copy.repair_status = RepairStatus.PART
    return True


def remove(db: Session, project: Project, file: File) -> None:
    """Delete a file, and offers with their original; its quota has room again.

    If an accepted copy goes, its original is made again.
    """
    _delete(db, project, file)
    for copy in repaired_copies(db, file.id):
        if copy.repair_status is RepairStatus.OFFERED:
            _delete(db, project, copy)
    original = db.get(File, file.repair_of) if file.repair_of else None
    if (
        original
        and file.repair_status is RepairStatus.PART
        and original.repair_status is RepairStatus.REPLACED
    ):
        original.repair_status = RepairStatus.PART


def _delete(db: Session, project: Project, file: File) -> None:
    file.deleted_at = clock.now()
    usage.count_for(db, usage.party_of(project, file), -Amounts.of_file(file.size_bytes))


def after_change(db: Session, file: File) -> None:
    """Give an offered copy the unit of its original, and both the same role."""
    for copy in repaired_copies(db, file.id):
        copy.stated_role = file.stated_role
        if copy.repair_status is RepairStatus.OFFERED and copy.model_format not in WITH_UNIT:
            copy.unit = file.unit
    if original := db.get(File, file.repair_of) if file.repair_of else None:
        original.stated_role = file.stated_role
