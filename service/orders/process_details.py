"""Reads what belongs to processes: requests, offers, files, what they wait for, verifications."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import organization_names
from service.access.request_view import shows_process
from service.database.models import Dependency, File, Offer, Process, Verification
from service.lifecycle import consents, piece_counts
from service.lifecycle.facts import facts_and_changes
from service.sourcing import inbox
from service.verification import progress
from workflows.process import ProcessState


class ProcessDetails:
    """What belongs to some processes, with a fixed number of queries however many there are."""

    def __init__(self, db: Session, processes: Sequence[Process]) -> None:
        ids = [process.id for process in processes]
        self.facts, self.changes = facts_and_changes(db, processes)
        self.requests = inbox.requests_of_processes(db, ids)
        contractor_ids = {r.contractor_id for requests in self.requests.values() for r in requests}
        self.contractor_names = organization_names(db, contractor_ids)
        request_ids = [r.id for requests in self.requests.values() for r in requests]
        self.offers: dict[UUID, list[Offer]] = defaultdict(list)
        for offer in inbox.offers_of(db, request_ids):
            self.offers[offer.request_id].append(offer)
        self.files: dict[UUID, list[File]] = defaultdict(list)
        existing = sa.select(File).where(File.process_id.in_(ids), File.deleted_at.is_(None))
        for file in db.scalars(existing.order_by(File.id)):
            self.files[file.process_id].append(file)
        self.predecessors: dict[UUID, list[UUID]] = defaultdict(list)
        dependencies = sa.select(Dependency).where(Dependency.process_id.in_(ids))
        for dependency in db.scalars(dependencies.order_by(Dependency.predecessor_id)):
            self.predecessors[dependency.process_id].append(dependency.predecessor_id)
        disputed = [p.id for p in processes if p.state is ProcessState.DISPUTED]
        self.disputes = consents.disputes(db, disputed)
        self.pieces = piece_counts.pieces_of_all(
            db, [p.id for p in processes if p.state in piece_counts.MADE]
        )
        verification_ids = [
            process.verification_id for process in processes if process.verification_id
        ]
        columns = (
            Verification.id,
            Verification.attempt,
            Verification.verdict,
            Verification.inputs_digest,
            Verification.digest,
            Verification.finished_at,
            Verification.findings,
        )
        rows = db.execute(sa.select(*columns).where(Verification.id.in_(verification_ids)))
        self.verifications = {row.id: row for row in rows}
        self.progress = progress.progress_of_all(db, processes)

    def seeing_contractors(self, process_id: UUID) -> frozenset[UUID]:
        """Who was asked and is still under consideration."""
        requests = self.requests.get(process_id, [])
        return frozenset(r.contractor_id for r in requests if shows_process(r.state))
