"""Reads what belongs to processes: requests, offers, files, what they wait for, verifications."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import contractors_seeing, organization_names
from service.database.models import (
    Dependency,
    File,
    Offer,
    Process,
    Progress,
    Request,
    Verification,
)
from service.lifecycle import consents, piece_counts
from service.lifecycle.consents import Dispute
from service.lifecycle.facts import facts_and_changes
from service.lifecycle.piece_counts import Pieces
from service.manufacturing.quoting.changes import Reason
from service.sourcing import inbox
from service.verification import progress
from workflows.process import ProcessFacts, ProcessState

#: The columns of a verification that are shown in short; its record is not read.
_SUMMARY = (
    Verification.id,
    Verification.attempt,
    Verification.verdict,
    Verification.inputs_digest,
    Verification.digest,
    Verification.finished_at,
    Verification.findings,
)


class ProcessDetails:
    """What belongs to some processes, by the id of each.

    Each kind is read when it is first asked for, by one query however many processes there are,
    and by none where none of them can have any. `seeing` are the contractors that see the
    processes, for a caller who knows them already.
    """

    def __init__(
        self,
        db: Session,
        processes: Sequence[Process],
        seeing: Mapping[UUID, frozenset[UUID]] | None = None,
    ) -> None:
        self._db = db
        self._processes = processes
        self._ids = [process.id for process in processes]
        #: whoever was never sent has no requests
        self._sent_ids = [process.id for process in processes if process.round]
        if seeing is not None:
            self.seeing_contractors = seeing

    @cached_property
    def seeing_contractors(self) -> Mapping[UUID, frozenset[UUID]]:
        """Who was asked and is still under consideration."""
        return contractors_seeing(self._db, self._sent_ids) if self._sent_ids else {}

    @cached_property
    def _facts_and_changes(self) -> tuple[dict[UUID, ProcessFacts], dict[UUID, list[Reason]]]:
        return facts_and_changes(self._db, self._processes)

    @property
    def facts(self) -> dict[UUID, ProcessFacts]:
        """What the guards of the lifecycle want to know."""
        return self._facts_and_changes[0]

    @property
    def changes(self) -> dict[UUID, list[Reason]]:
        """What has changed since each was verified."""
        return self._facts_and_changes[1]

    @cached_property
    def requests(self) -> dict[UUID, list[Request]]:
        """The requests of all rounds, oldest first."""
        return inbox.requests_of_processes(self._db, self._sent_ids) if self._sent_ids else {}

    @cached_property
    def contractor_names(self) -> dict[UUID, str]:
        """What the contractors of the requests are called."""
        asked = {r.contractor_id for requests in self.requests.values() for r in requests}
        return organization_names(self._db, asked)

    @cached_property
    def offers(self) -> dict[UUID, list[Offer]]:
        """By request its offers, oldest first."""
        offers: dict[UUID, list[Offer]] = defaultdict(list)
        request_ids = [r.id for requests in self.requests.values() for r in requests]
        for offer in inbox.offers_of(self._db, request_ids) if request_ids else ():
            offers[offer.request_id].append(offer)
        return offers

    @cached_property
    def files(self) -> dict[UUID, list[File]]:
        """The files that there are, oldest first."""
        files: dict[UUID, list[File]] = defaultdict(list)
        existing = sa.select(File).where(File.process_id.in_(self._ids), File.deleted_at.is_(None))
        for file in self._db.scalars(existing.order_by(File.id)):
            files[file.process_id].append(file)
        return files

    @cached_property
    def predecessors(self) -> dict[UUID, list[UUID]]:
        """The processes that each waits for."""
        predecessors: dict[UUID, list[UUID]] = defaultdict(list)
        query = sa.select(Dependency.process_id, Dependency.predecessor_id)
        query = query.where(Dependency.process_id.in_(self._ids))
        for process_id, predecessor_id in self._db.execute(
            query.order_by(Dependency.predecessor_id)
        ):
            predecessors[process_id].append(predecessor_id)
        return predecessors

    @cached_property
    def disputes(self) -> dict[UUID, Dispute]:
        """What those are about that are disputed."""
        disputed = [p.id for p in self._processes if p.state is ProcessState.DISPUTED]
        return consents.disputes(self._db, disputed)

    @cached_property
    def pieces(self) -> dict[UUID, Pieces]:
        """What has become of the pieces of those that are being made, or were."""
        made = [p.id for p in self._processes if p.state in piece_counts.MADE]
        return piece_counts.pieces_of_all(self._db, made)

    @cached_property
    def verifications(self) -> dict[UUID, Any]:
        """By verification its columns that are shown in short."""
        ids = [p.verification_id for p in self._processes if p.verification_id]
        if not ids:
            return {}
        rows = self._db.execute(sa.select(*_SUMMARY).where(Verification.id.in_(ids)))
        return {row.id: row for row in rows}

    @cached_property
    def progress(self) -> dict[UUID, Progress]:
        """How far those have come that a worker is busy with."""
        return progress.progress_of_all(self._db, self._processes)
