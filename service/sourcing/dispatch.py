"""Dispatches a process to its chosen contractors: one request each, once each."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from service.database import transactions
from service.database.locks import AGAINST_WRITERS
from service.database.models import Request
from service.database.models.column_json import AttemptJson, ChannelReportJson
from service.lifecycle import leases
from service.lifecycle.batches import BatchOutcome, attempt_together
from service.lifecycle.leases import Lease
from service.sourcing.dispatch_batch import Batch, Reports, arrive
from service.sourcing.outgoing import News, Outgoing
from workflows.process import ProcessState

__all__ = [
    "Deliver",
    "DispatchAttempt",
    "News",
    "Outgoing",
    "Prepare",
    "keep_channel_attempts",
    "send",
    "send_all",
]

#: Processes with calls outside that one worker claims at a time, and seconds for which it goes on
#: with these before it looks whose turn it is.
MOST_CLAIMED: Final = 8
TOGETHER_S: Final = 0.5


@dataclass(frozen=True)
class DispatchAttempt:
    """A dispatch that must go on outside the transaction in which it was claimed."""

    lease: Lease
    outgoing: list[Outgoing]


#: Hands a request to its channels, outside any transaction: what became of it, by channel.
#: Raises to have the whole attempt repeated later under the same key.
Deliver = Callable[[Outgoing], Mapping[str, ChannelReportJson]]
#: Reads at once what several requests say that go out one after another: what delivers each.
Prepare = Callable[[Sequence[Outgoing]], Deliver]


def send(process_id: UUID, deliver: Deliver) -> str | None:
    """Do one attempt at dispatching a process: the trigger it led to, or None if none was due.

    Each request is marked as soon as it is delivered, so that after a crash only the one that was
    just going out is sent again, under the same key.
    """
    attempt = _begin(process_id)
    return _go_on(attempt, deliver) if isinstance(attempt, DispatchAttempt) else attempt


def _go_on(attempt: DispatchAttempt, deliver: Deliver) -> str | None:
    lease = attempt.lease
    arrived: dict[UUID, Mapping[str, ChannelReportJson]] = {}  # and is not noted yet
    try:
        for request in attempt.outgoing:
            _note(lease, arrived)
            arrived.clear()
            arrived[request.request_id] = deliver(request) if request.channels else {}
        # What arrived last is marked as the process is sent: one commit for most of them.
        with transactions.writing() as session:
            # None if the process is no longer ours.
            return Batch(session, [lease]).conclude([lease], arrived).get(lease.process_id)
    except leases.Fenced:
        return None
    except Exception as error:
        try:
            with suppress(leases.Fenced):
                _note(lease, arrived)
        finally:
            with transactions.writing() as session:
                leases.give_back(session, lease, error)
        raise


def send_all(
    process_ids: Sequence[UUID], prepare: Prepare, *, most: int | None = None
) -> BatchOutcome:
    """Dispatch at most `most` of several processes, those together that call nobody outside.

    Of the others some are claimed in the same commit, and go out one after another for TOGETHER_S;
    who was not reached by then waits on. Left for `send` are all of them if their commit went
    wrong; passed by those that are held just now or have failed before. Raises what a delivery has
    raised; those behind it wait on as well.
    """
    attempts: list[DispatchAttempt] = []
    outcome = attempt_together("send", process_ids, most, partial(_begin_all, attempts))
    if not attempts:
        return outcome
    ends_at = time.monotonic() + TOGETHER_S
    try:
        deliver = prepare([request for attempt in attempts for request in attempt.outgoing])
        while attempts:
            _deliver_next(attempts, deliver)
            if time.monotonic() >= ends_at:
                break
    finally:
        if attempts:
            with transactions.writing() as session:
                leases.free(session, [attempt.lease for attempt in attempts])
    return outcome


def _deliver_next(attempts: list[DispatchAttempt], deliver: Deliver) -> None:
    attempt = attempts.pop(0)
    process_id = str(attempt.lease.process_id)
    with structlog.contextvars.bound_contextvars(process_id=process_id):
        _go_on(attempt, deliver)


def _begin_all(
    attempts: list[DispatchAttempt], process_ids: Sequence[UUID], most: int
) -> BatchOutcome:
    """Dispatch those that nobody has tried yet, or claim them if they call outside.

    Those that wait on because enough were claimed are not left to be tried by themselves.
    """
    with transactions.writing() as session:
        waiting = leases.untried(session, process_ids, ProcessState.SENDING, most)
        batch = Batch(session, waiting)
        outside = [lease for lease in waiting if batch.calls_outside(lease)]
        quick = [lease for lease in waiting if lease not in outside]
        claimed = leases.claim_locked(session, outside[:MOST_CLAIMED])
        batch.ask([*quick, *claimed])
        begun = [DispatchAttempt(lease, batch.outgoing(lease)) for lease in claimed]
        batch.conclude(quick)
    attempts += begun
    return BatchOutcome({lease.process_id for lease in waiting}, left=[])


def _begin(process_id: UUID) -> DispatchAttempt | str | None:
    """Claim the process and make its requests; the trigger if that was already all."""
    try:
        with transactions.writing() as session:
            lease = leases.claim(session, process_id, ProcessState.SENDING)
            if lease is None:
                return None
            batch = Batch(session, [lease])
            batch.ask([lease])
            if batch.calls_outside(lease):
                return DispatchAttempt(lease, batch.outgoing(lease))
            return batch.conclude([lease])[process_id]  # one step, one commit
    except Exception as error:
        with transactions.writing() as session:
            leases.count_failure(session, process_id, ProcessState.SENDING, error)
        raise


def _note(lease: Lease, arrived: Reports) -> None:
    """Note at once what has arrived; raises Fenced if the lease is lost."""
    for request_id, report in arrived.items():
        with transactions.writing() as session:
            _mark(session, lease, request_id, report)


def _mark(
    session: Session, lease: Lease, request_id: UUID, report: Mapping[str, ChannelReportJson]
) -> None:
    process = leases.held(session, lease)
    leases.extend(session, process)
    request = session.get_one(Request, request_id, with_for_update=AGAINST_WRITERS)
    arrive(session, process, request, report)


def keep_channel_attempts(request_id: UUID, channel: str, tries: list[AttemptJson]) -> None:
    """Keep the attempts of a channel that will be tried again, the last one's error with them."""
    with transactions.writing() as session:
        request = session.get_one(Request, request_id, with_for_update=AGAINST_WRITERS)
        report: ChannelReportJson = {
            "attempts": len(tries),
            "tries": tries,
            "error": tries[-1]["error"],
        }
        request.dispatch = request.dispatch | {channel: report}
