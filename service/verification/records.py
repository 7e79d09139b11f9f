"""Finds verification records, says why they are stale, and proves them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import Unknown
from service.database.models import Process, Verification
from service.lifecycle import fact_sources, staleness
from service.manufacturing.quoting import record
from service.manufacturing.quoting.changes import Reason
from service.translations import Sentence
from service.translations import gettext_noop as _


def newest(db: Session, process: Process) -> Verification:
    """The last record of a process; raises Unknown before the first one."""
    query = sa.select(Verification).where(Verification.process_id == process.id)
    verification = db.scalars(query.order_by(Verification.attempt.desc()).limit(1)).first()
    if verification is None:
        raise Unknown(Sentence(_("process {id} has not been verified yet"), id=process.id))
    return verification


def current(db: Session, process: Process) -> Verification:
    """The record that a verified process goes by."""
    return db.get_one(Verification, process.verification_id)


def every(db: Session, process: Process) -> Sequence[Verification]:
    """All records of a process, oldest first."""
    query = sa.select(Verification).where(Verification.process_id == process.id)
    return db.scalars(query.order_by(Verification.attempt)).all()


def find(db: Session, process: Process, name: str) -> Verification:
    """The record of that number or id; raises Unknown."""
    query = sa.select(Verification).where(Verification.process_id == process.id)
    if name.isascii() and name.isdigit() and len(name) < 10:
        verification = db.scalars(query.where(Verification.attempt == int(name))).first()
    else:
        verification = db.scalars(query.where(Verification.id == _id(name))).first()
    if verification is None:
        raise Unknown(
            Sentence(_("process {id} has no verification {name!r}"), id=process.id, name=name[:80])
        )
    return verification


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def why_stale(
    db: Session, process: Process, records: Sequence[Verification]
) -> dict[UUID, list[Reason]]:
    """By id of each of a process' records, what has changed since."""
    rows = staleness.verifications(db, [row.id for row in records])
    files = fact_sources.model_files(db, [process.id])
    return staleness.reasons(db, [process], {process.id: list(rows.values())}, files)


def faults(db: Session, process: Process) -> Iterator[str]:
    """Records of a process that are not as they were written, or of which one is gone."""
    query = sa.select(Verification).where(Verification.process_id == process.id)
    attempt, last = 0, None
    for row in db.scalars(query.order_by(Verification.attempt)):
        name, attempt = f"process {process.id}, verification {row.attempt}", attempt + 1
        if row.attempt != attempt:
            yield f"{name}: expected attempt {attempt}"
            attempt = row.attempt
        yield from (f"{name}: {fault}" for fault in _faults(row))
        last = row.id
        db.expunge(row)  # records are large, and nobody looks at this one again
    if process.verification_id != last:
        yield f"process {process.id}: goes by verification {process.verification_id}, not {last}"


def _faults(row: Verification) -> Iterator[str]:
    """What is wrong with one record, however it is kept."""
    if row.content_digest and row.shared is None:
        yield "what it has calculated is gone"
        return
    try:
        if row.shared and row.shared.text_digest != row.content_digest:
            yield "what it has calculated is not what it was"
        text = row.record
    except ValueError as error:
        yield f"it cannot be read ({error!r:.80})"
        return
    beside = {
        "id": str(row.id),
        "attempt": row.attempt,
        "verdict": row.verdict,
        "inputs_digest": row.inputs_digest,
        "inputs": row.inputs,
    }
    yield from record.faults(text, row.digest, beside)
