"""Verifies a process: claims a lease, calculates outside any transaction, moves in a second one."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import analyses, catalogue, clock, db, leases, moves
from service.ids import new_id
from service.leases import Lease
from service.manufacturing import record
from service.manufacturing.geometry import ANALYSIS_VERSION
from service.manufacturing.matching import Matching, match
from service.manufacturing.matching.ranking import preferred
from service.manufacturing.record import Measured
from service.models import Analysis, File, Process, Verification
from service.settings import settings
from service.who import SYSTEM, Who
from workflows.engine import Actor, NotReady
from workflows.process import ProcessState

#: Answers of `match` that are kept for the next order of the same parts on the same day.
REMEMBERED = 256


@dataclass(frozen=True)
class Work:
    """Everything that one attempt needs, read in one transaction."""

    lease: Lease
    attempt: int
    configuration: dict[str, Any]
    files: tuple[File, ...]
    analyses: dict[str, Analysis]
    catalogue: catalogue.Current
    started_at: datetime


@dataclass
class Found:
    """What an attempt found out."""

    record: dict[str, Any]
    inputs_digest: str
    fresh_analyses: list[Analysis] = field(default_factory=list)


def verify(process_id: UUID) -> str | None:
    """Do one attempt at verifying a process: the trigger that it led to, or None if none was due.

    An outage or a bug gives the lease back for the next attempt and is raised to the caller.
    """
    if (work := _begin(process_id)) is None:
        return None
    try:
        found = calculate(work)
        with db.writing() as session:
            return _conclude(session, work, found)
    except leases.Fenced:
        return None  # somebody else has finished it, or the client has changed the part
    except Exception as error:
        with db.writing() as session:
            leases.give_back(session, work.lease, error)
        raise


def _begin(process_id: UUID) -> Work | None:
    try:
        with db.writing() as session:
            lease = leases.claim(session, process_id, ProcessState.VERIFYING)
            return _gather(session, lease) if lease else None
    except Exception as error:
        with db.writing() as session:
            leases.count_failure(session, process_id, ProcessState.VERIFYING, error)
        raise


def _gather(session: Session, lease: Lease) -> Work:
    process = session.get_one(Process, lease.process_id)
    files = model_files(session, process.id)
    analyses = session.scalars(
        sa.select(Analysis).where(
            Analysis.sha256.in_({file.sha256 for file in files}),
            Analysis.analysis_version == ANALYSIS_VERSION,
        )
    )
    earlier = sa.select(sa.func.max(Verification.attempt)).where(
        Verification.process_id == process.id
    )
    return Work(
        lease=lease,
        attempt=(session.scalar(earlier) or 0) + 1,
        configuration=process.configuration,
        files=tuple(files),
        analyses={analysis.sha256: analysis for analysis in analyses},
        catalogue=catalogue.current(session),
        started_at=clock.now(),
    )


def model_files(session: Session, process_id: UUID) -> Sequence[File]:
    """The files of a process that have a shape, in the order of their upload."""
    query = sa.select(File).where(
        File.process_id == process_id,
        File.deleted_at.is_(None),
        File.model_format.is_not(None),
    )
    return session.scalars(query.order_by(File.id)).all()


def calculate(work: Work) -> Found:
    """The whole calculation, without a database: measures, checks, quotes, verdict."""
    fresh: dict[str, Analysis] = {}
    files = []
    for file in work.files:
        analysis = work.analyses.get(file.sha256) or fresh.get(file.sha256)
        if analysis is None or not analyses.is_complete(analysis):
            analysis = fresh[file.sha256] = analyses.of_content(file.sha256)
        files.append(analyses.measured(file, analysis))
    inputs = record.inputs_of(work.configuration, files, work.catalogue.digest)
    matching = None
    if all(file.geometry for file in files):
        matching = _matched(work, inputs, files, work.started_at.date())
    content = {
        "engine_version": inputs["engine_version"],
        "rules_version": inputs["rules_version"],
        "inputs": inputs,
        "inputs_digest": record.digest(inputs),
        "files": inputs["files"],
        **record.conclusion(files, matching),
    }
    return Found(content, content["inputs_digest"], list(fresh.values()))


def _matched(
    work: Work, inputs: dict[str, Any], files: Sequence[Measured], today: date
) -> Matching:
    order = record.order_of(inputs, files, today)
    return _match(order, _ByVersion(work.catalogue))


@dataclass(frozen=True)
class _ByVersion:
    """A catalogue that is equal to any other of the same digest, so that answers can be kept."""

    current: catalogue.Current = field(hash=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.current.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByVersion) and other.current.digest == self.current.digest


@lru_cache(maxsize=REMEMBERED)
def _match(order: Any, known: _ByVersion) -> Matching:
    return match(order, known.current.contractors, known.current.catalogue)


def _conclude(session: Session, work: Work, found: Found) -> str:
    process = leases.held(session, work.lease)
    for analysis in found.fresh_analyses:
        analyses.keep(session, analysis)
    verification = _keep(session, process, work, found)
    process.verification_id = verification.id
    passed = verification.verdict == "pass"
    process.quotes_valid_until = (
        clock.now() + timedelta(days=settings().quotes_valid_days) if passed else None
    )
    trigger = "pass_verification" if passed else "fail_verification"
    data = {"verification_id": str(verification.id), "attempt": verification.attempt}
    moves.move(session, process, trigger, SYSTEM, data=data)
    if passed and process.send_for:
        _send_on(session, process, verification, process.send_for)
    process.send_for = None
    return trigger


def _keep(session: Session, process: Process, work: Work, found: Found) -> Verification:
    finished_at = clock.now()
    content = {
        "id": str(new_id()),
        "attempt": work.attempt,
        **found.record,
        "started_at": work.started_at.isoformat(),
        "finished_at": finished_at.isoformat(),
    }
    text = record.canonical(content)
    ranked = preferred(content["quotes"], work.configuration.get("priorities"))
    verification = Verification(
        id=UUID(content["id"]),
        process_id=process.id,
        attempt=work.attempt,
        verdict=content["verdict"],
        inputs_digest=found.inputs_digest,
        catalogue_digest=work.catalogue.digest,
        suitable=[quote["contractor_id"] for quote, _ in ranked],
        record=text.decode(),
        digest=record.digest(content),
        started_at=work.started_at,
        finished_at=finished_at,
    )
    session.add(verification)
    session.flush()
    return verification


def _send_on(
    session: Session, process: Process, verification: Verification, asked_by: dict[str, Any]
) -> None:
    """Send at once, as `verify` was asked to: to the chosen contractors, else to the first one.

    Where that cannot be, the process stays verified and says what is missing.
    """
    client = Who(Actor.CLIENT, UUID(asked_by["id"]), asked_by["name"])
    chosen = [c for c in process.choice if c in verification.suitable]
    choice = chosen or verification.suitable[:1]
    if choice != process.choice:
        moves.edit(session, process, client, {"choice": choice}, revises=False)
        process.choice = choice
    session.flush()
    with contextlib.suppress(NotReady):
        moves.move(session, process, "send", client)
