"""Compares processes as they are now with what their verifications were based on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.catalogue.versions import newest_version
from service.database.models import (
    CatalogueChange,
    ContractorRow,
    File,
    Organization,
    Process,
    Verification,
)
from service.manufacturing.quoting import changes as staleness
from service.manufacturing.quoting import record
from service.manufacturing.quoting.changes import ContractorChange, Reason
from service.manufacturing.quoting.record import Measured
from service.manufacturing.quoting.record_json import InputsJson
from service.settings import settings
from workflows.process import FileFacts, ProcessState

#: States in which files and dependencies decide what may happen next.
BEING_CONFIGURED = frozenset(
    {
        ProcessState.DRAFT,
        ProcessState.WAITING,
        ProcessState.VERIFICATION_FAILED,
        ProcessState.VERIFIED,
        ProcessState.DECLINED,
    }
)
#: Changes of contractors that are looked at, those of the chosen ones first, then the newest.
MOST_CHANGES = 2000
#: The columns of a verification that tell whether it is stale; its record is not read.
COLUMNS = (
    Verification.id,
    Verification.process_id,
    Verification.attempt,
    Verification.verdict,
    Verification.inputs,
    Verification.catalogue_version,
    Verification.suitable,
    Verification.finished_at,
)


@dataclass(frozen=True)
class StalenessInputs:
    """What of a verification tells whether it is stale; the fields are those of COLUMNS."""

    id: UUID
    process_id: UUID
    attempt: int
    verdict: str
    inputs: InputsJson | None
    catalogue_version: int | None
    suitable: list[str]
    finished_at: datetime


@dataclass(frozen=True)
class Changes:
    """What contractors have changed since a version, and who has joined since, with what."""

    by_version: tuple[tuple[int, bool, ContractorChange], ...] = ()
    joined: Mapping[str, int] = field(default_factory=dict)

    def since(self, version: int, *, sandbox: bool) -> list[ContractorChange]:
        """The changes after that version, of those who were there, oldest first."""
        return [
            change
            for changed_with, of_sandbox, change in self.by_version
            if changed_with > version
            and of_sandbox is sandbox
            and self.joined.get(change.contractor_id, 0) <= version
        ]


def verifications(db: Session, ids: Collection[UUID]) -> dict[UUID, StalenessInputs]:
    """Of these verifications what tells whether they are stale, by id."""
    if not ids:
        return {}
    rows = db.execute(sa.select(*COLUMNS).where(Verification.id.in_(ids)))
    summaries = (StalenessInputs(*row) for row in rows)
    return {summary.id: summary for summary in summaries}


def reasons(
    db: Session,
    processes: Sequence[Process],
    verifications_of: Mapping[UUID, Sequence[StalenessInputs]],
    files: Mapping[UUID, Sequence[FileFacts]],
) -> dict[UUID, list[Reason]]:
    """By verification, why it is stale; `verifications_of` are the verifications of each process.

    With a fixed number of queries. `files` are the model files of each process as they are now.
    """
    rows = [row for p in processes for row in verifications_of.get(p.id, ())]
    changes = _changes(db, rows, {c for p in processes for c in p.choice})
    names = _names(db, [p.id for p in processes if verifications_of.get(p.id)])
    return {
        row.id: _reasons(process, row, files.get(process.id, ()), names, changes)
        for process in processes
        for row in verifications_of.get(process.id, ())
    }


def _reasons(
    process: Process,
    row: StalenessInputs,
    files: Sequence[FileFacts],
    names: Mapping[str, str],
    changes: Changes,
) -> list[Reason]:
    if row.id == process.verification_id and process.state not in BEING_CONFIGURED:
        return []  # contractors were asked with it, whatever has changed since
    now = record.inputs_of(
        process.configuration,
        [Measured(file.name, file.sha256, file.unit or "", None) for file in files],
        "",
    )
    before = row.inputs
    assert before is not None, "a record has its inputs, whichever format it is of"
    reasons_here = staleness.of_files(before["files"], now["files"], names)
    reasons_here += staleness.of_inputs(before, now)
    if not reasons_here and row.verdict == "pass":
        reasons_here = _expired(process, row)
    since = changes.since(row.catalogue_version or 0, sandbox=process.sandbox)
    return reasons_here + staleness.of_contractors(since, before, process.choice, row.suitable)


def _expired(process: Process, row: StalenessInputs) -> list[Reason]:
    """Whether the quotes bind no more although they would be the same."""
    until = process.quotes_valid_until if row.id == process.verification_id else None
    now = clock.now()
    if until and until > now:
        return []
    ended = until or row.finished_at + timedelta(days=settings().quotes_valid_days)
    if ended <= now:
        return [Reason("quotes", f"the quotes were valid until {ended:%Y-%m-%d %H:%M} UTC")]
    if process.state is ProcessState.DRAFT:
        return [Reason("quotes", "the part was changed meanwhile, so the quotes bind no more")]
    return [Reason("quotes", "a later verification has taken the place of this one")]


def _names(db: Session, process_ids: Sequence[UUID]) -> dict[str, str]:
    """What the files of the processes are or were called, by content; the newest name."""
    if not process_ids:
        return {}
    query = sa.select(File.sha256, File.name).where(
        File.process_id.in_(process_ids), File.model_format.is_not(None)
    )
    return {sha256: name for sha256, name in db.execute(query.order_by(File.id))}


def _changes(db: Session, rows: Sequence[StalenessInputs], chosen: Collection[str]) -> Changes:
    versions = [row.catalogue_version or 0 for row in rows]
    if not versions or min(versions) == newest_version(db):
        return Changes()
    since = (
        sa.select(CatalogueChange, Organization.name, ContractorRow.sandbox)
        .join(Organization, Organization.id == CatalogueChange.organization_id)
        .join(ContractorRow, ContractorRow.organization_id == Organization.id)
    )
    since = since.where(CatalogueChange.version > min(versions))
    of_chosen = CatalogueChange.organization_id.in_([UUID(id) for id in chosen])
    newest = since.order_by(of_chosen.desc(), CatalogueChange.version.desc()).limit(MOST_CHANGES)
    logged = sorted(db.execute(newest).all(), key=lambda row: row[0].version)
    changes = [
        (entry.version, sandbox, ContractorChange(str(entry.organization_id), name, change))
        for entry, name, sandbox in logged
        for change in entry.changes
    ]
    joined = {str(entry.organization_id): entry.version for entry, _, _ in logged if entry.joined}
    return Changes(tuple(changes), joined)
