"""Verifies a process: claims a lease, calculates outside any transaction, moves in a second one."""

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import SYSTEM, ActingParty
from service.catalogue import capacity
from service.catalogue import snapshot as catalogue
from service.database import transactions
from service.database.models import Analysis, File, Process, Project, Verification
from service.database.models.column_json import ConfigurationJson, DispatchWishJson
from service.database.transaction import add_row
from service.files import analyses
from service.ids import new_id
from service.lifecycle import leases, transitions
from service.lifecycle.batches import BatchOutcome, attempt_together
from service.lifecycle.leases import Lease
from service.lifecycle.model_files import made_files
from service.lifecycle.parties import know_projects, project_of
from service.manufacturing.geometry.analysis import ANALYSIS_VERSION
from service.manufacturing.quoting import record
from service.settings import settings
from service.verification import evaluation, measure, quoting, record_contents
from service.verification.evaluation import Evaluation, EvaluationKey
from workflows.engine import Actor, NotReady
from workflows.process import ProcessFacts, ProcessState


@dataclass(frozen=True)
class VerificationAttempt:
    """Everything that one attempt needs, read in one transaction."""

    lease: Lease
    attempt: int
    configuration: ConfigurationJson
    choice: tuple[str, ...]
    files: tuple[File, ...]
    analyses: dict[str, Analysis]
    catalogue: catalogue.CatalogueSnapshot
    started_at: datetime


@dataclass
class VerifiedGeometry:
    """What an attempt found out."""

    concluded: Evaluation
    further: quoting.Quotes = field(default_factory=dict)
    fresh_analyses: list[Analysis] = field(default_factory=list)


class Recorded(NamedTuple):
    """A record that was written just now; the contractors that suit are in the client's order."""

    id: UUID
    attempt: int
    verdict: str
    suitable: list[str]


def verify(process_id: UUID) -> str | None:
    """Do one attempt at verifying a process: the trigger that it led to, or None if none was due.

    An outage or a bug gives the lease back for the next attempt and is raised to the caller.
    """
    if (work := _begin(process_id)) is None:
        return None
    try:
        fresh = measure.measure(work.lease, work.files, work.analyses)
        if fresh is None:
            return None  # one large file after the other, each in an attempt of its own
        result = calculate(work)
        result.fresh_analyses = fresh
        with transactions.writing() as session:
            # None if somebody else has finished it, or the client has changed the part.
            return _conclude_all(session, [(work, result)]).get(process_id)
    except leases.Fenced:
        return None  # while it was measured
    except Exception as error:
        with transactions.writing() as session:
            leases.give_back(session, work.lease, error)
        raise


def _begin(process_id: UUID) -> VerificationAttempt | None:
    try:
        with transactions.writing() as session:
            lease = leases.claim(session, process_id, ProcessState.VERIFYING)
            return _gather_all(session, [lease])[0] if lease else None
    except Exception as error:
        with transactions.writing() as session:
            leases.count_failure(session, process_id, ProcessState.VERIFYING, error)
        raise


def verify_all(process_ids: Sequence[UUID], *, most: int | None = None) -> BatchOutcome:
    """Verify those of several processes that are quick, at most `most`, with one commit for all.

    Quick is a part whose files are measured already. Left for `verify` are those whose files must
    be measured first, and all of them if anything goes wrong; passed by those that are held just
    now or have failed before.
    """
    return attempt_together("verify", process_ids, most, _verify_measured)


def _verify_measured(process_ids: Sequence[UUID], most: int) -> BatchOutcome:
    with transactions.writing() as session:
        claimed = leases.claim_untried(session, process_ids, ProcessState.VERIFYING, most)
    try:
        with transactions.reading() as session:
            works = _gather_all(session, claimed)
        finished = [(work, calculate(work)) for work in works if _is_measured(work)]
        with transactions.writing() as session:
            _conclude_all(session, finished)
            leases.free(session, [work.lease for work in works if not _is_measured(work)])
    except Exception:
        with transactions.writing() as session:
            leases.free(session, claimed)
        raise
    done = {work.lease.process_id for work, _ in finished}
    return BatchOutcome(done, [c.process_id for c in claimed if c.process_id not in done])


def _is_measured(work: VerificationAttempt) -> bool:
    return not measure.lacking(work.files, work.analyses)


def _gather_all(session: Session, claimed: Sequence[Lease]) -> list[VerificationAttempt]:
    """Everything that some attempts need, with a fixed number of queries."""
    ids = [lease.process_id for lease in claimed]
    if not ids:
        return []
    columns = (Process.id, Process.configuration, Process.choice, Process.sandbox)
    query = sa.select(*columns, Project.client_id).where(Process.id.in_(ids))
    query = query.join(Project, Project.id == Process.project_id)
    processes = {row.id: row for row in session.execute(query)}
    files: dict[UUID, list[File]] = defaultdict(list)
    for file in session.scalars(made_files(ids)):
        files[file.process_id].append(file)
    contents = {file.sha256 for some in files.values() for file in some}
    analysis_rows = session.scalars(
        sa.select(Analysis).where(
            Analysis.sha256.in_(contents), Analysis.analysis_version == ANALYSIS_VERSION
        )
    )
    analysed = {analysis.sha256: analysis for analysis in analysis_rows}
    attempts = sa.select(Verification.process_id, sa.func.max(Verification.attempt))
    attempts = attempts.where(Verification.process_id.in_(ids)).group_by(Verification.process_id)
    earlier = {process_id: attempt for process_id, attempt in session.execute(attempts)}
    everybody = catalogue.everybody(session)
    return [
        VerificationAttempt(
            lease=lease,
            attempt=earlier.get(lease.process_id, 0) + 1,
            configuration=processes[lease.process_id].configuration,
            choice=tuple(processes[lease.process_id].choice),
            files=tuple(files[lease.process_id]),
            analyses=analysed,
            catalogue=everybody.market(
                sandbox=processes[lease.process_id].sandbox,
                own=[processes[lease.process_id].client_id],
            ),
            started_at=clock.now(),
        )
        for lease in claimed
    ]


def calculate(work: VerificationAttempt) -> VerifiedGeometry:
    """The whole calculation, without a database: checks, quotes, verdict of measured files."""
    files = tuple(analyses.measured(file, work.analyses[file.sha256]) for file in work.files)
    inputs = record.inputs_of(work.configuration, files, work.catalogue.digest)
    if not all(file.geometry for file in files):
        return VerifiedGeometry(evaluation.unmeasured(inputs, files))
    names, placed_at = tuple(file.name for file in files), record.quarter_of(work.started_at)
    question = EvaluationKey(record.digest(inputs), names, placed_at, inputs, files, work.catalogue)
    result = VerifiedGeometry(evaluation.conclusion(question))
    if not result.concluded.is_complete:
        order, priorities = question.order(), work.configuration.get("priorities")
        matching = quoting.matching(order, work.catalogue)
        result.further = quoting.further_quotes(
            order, work.catalogue, matching, work.choice, priorities
        )
    return result


def _conclude_all(
    session: Session, finished: Sequence[tuple[VerificationAttempt, VerifiedGeometry]]
) -> dict[UUID, str]:
    """Conclude those whose leases are still ours; the triggers that they led to.

    What is written goes out in one flush.
    """
    processes = leases.held_all(session, [work.lease for work, _ in finished])
    know_projects(session, processes.values())
    record_contents.keep(
        session,
        [result.concluded for work, result in finished if work.lease.process_id in processes],
    )
    return {
        process.id: _pronounce(session, process, work, result)
        for work, result in finished
        if (process := processes.get(work.lease.process_id))
    }


def _pronounce(
    session: Session, process: Process, work: VerificationAttempt, result: VerifiedGeometry
) -> str:
    """Keep the record and move the process as its verdict says."""
    for analysis in result.fresh_analyses:
        analyses.store_analysis(session, analysis)
    verification = _record(session, process, work, result)
    process.verification_id = verification.id
    process.further_quotes = result.further or None
    passed = verification.verdict == "pass"
    process.quotes_valid_until = (
        clock.now() + timedelta(days=settings().quotes_valid_days) if passed else None
    )
    trigger = "pass_verification" if passed else "fail_verification"
    data = {"verification_id": str(verification.id), "attempt": verification.attempt}
    transitions.move(session, process, trigger, SYSTEM, data=data)
    if passed and process.send_for:
        _send_on(session, process, verification, process.send_for)
    process.send_for = None
    return trigger


def _record(
    session: Session, process: Process, work: VerificationAttempt, result: VerifiedGeometry
) -> Recorded:
    """Keep the record; what it shares with others is kept already."""
    id, started_at, finished_at = new_id(), work.started_at, clock.now()
    concluded, content = result.concluded, result.concluded.content
    priorities = work.configuration.get("priorities")
    ranked = concluded.ranked(priorities, list(result.further.values()))
    suitable = [quote["contractor_id"] for quote in ranked]
    is_usual = suitable == concluded.suitable
    row = {
        "id": id,
        "process_id": process.id,
        "attempt": work.attempt,
        "verdict": content["verdict"],
        "inputs_digest": content["inputs_digest"],
        "catalogue_digest": "",
        "catalogue_version": work.catalogue.version,
        "content_digest": bytes.fromhex(concluded.digest),
        "own_suitable": [] if is_usual else suitable,
        "own_best_quote": None if is_usual else dict(ranked[0]["total"]),
        "own_record": "",
        "digest": concluded.digest_with(
            id=str(id),
            attempt=work.attempt,
            started_at=started_at.isoformat(),
            finished_at=finished_at.isoformat(),
        ),
        "started_at": started_at,
        "finished_at": finished_at,
    }
    add_row(session, Verification, row)
    return Recorded(id, work.attempt, content["verdict"], suitable)


def _send_on(
    session: Session, process: Process, verification: Recorded, asked_by: DispatchWishJson
) -> None:
    """Send at once, as `verify` was asked to: to the chosen contractors, else to the first one.

    Where that cannot be, the process stays verified and says what is missing.
    """
    client = ActingParty(Actor.CLIENT, UUID(asked_by["id"]), asked_by["name"])
    choice = [c for c in process.choice if c in verification.suitable]
    if not choice:
        full_contractors = capacity.full_contractors_now(session)
        with_room = [c for c in verification.suitable if c not in full_contractors]
        choice = (with_room or verification.suitable)[:1]
        process.choice_by_name = False
    if choice != process.choice:
        transitions.edit(session, process, client, {"choice": choice}, revises=False)
        process.choice = choice
    # What the guards ask is known here, so that nothing need be read again.
    visitor = project_of(session, process.project_id).visitor_id is not None
    facts = ProcessFacts(
        verification_exists=True, verification_fresh=True, chosen=tuple(choice), visitor=visitor
    )
    accept = asked_by.get("accept")
    with contextlib.suppress(NotReady):
        data = {"accept": accept} if accept else None
        transitions.move(session, process, "send", client, facts=facts, data=data)
        process.accept = accept
