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
from service.sourcing import delivery_reports
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

#: Processes with calls outside that one worker claims at a time: as many as its last lot says that
#: it delivers in time, within these bounds.
FEWEST_CLAIMED: Final = 8
MOST_CLAIMED: Final = 24
#: Seconds for which it goes on with these before it looks whose turn it is.
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


@dataclass
class _Pace:
    """How many processes this worker claims at a time: what is claimed in vain costs, too."""

    claimed: int = FEWEST_CLAIMED

    def learn(self, delivered: int, took_s: float) -> None:
        """Go by a lot of which so many were delivered in that time."""
        in_time = int(delivered * TOGETHER_S / max(took_s, 0.001))
        self.claimed = min(max(in_time, FEWEST_CLAIMED), MOST_CLAIMED)


_pace = _Pace()


@dataclass(frozen=True)
class _Delivered:
    """A dispatch of which all has been delivered: what became of each request, by channel."""

    lease: Lease
    reports: Reports


def send(process_id: UUID, deliver: Deliver) -> str | None:
    """Do one attempt at dispatching a process: the trigger it led to, or None if none was due.

    Each request is recorded as soon as it is delivered, so that after a crash only the one that was
    just going out is sent again, under the same key.
    """
    attempt = _begin(process_id)
    if not isinstance(attempt, DispatchAttempt):
        return attempt
    delivered = _deliver(attempt, deliver, _Unrecorded())
    return _conclude_alone(delivered) if delivered else None


def send_all(
    process_ids: Sequence[UUID], prepare: Prepare, *, most: int | None = None
) -> BatchOutcome:
    """Dispatch at most `most` of several processes, those together that call nobody outside.

    Of the others some are claimed in the same commit, and go out one after another for TOGETHER_S;
    who was not reached by then waits on. What was delivered is recorded at once, as by `send`; the
    processes are moved on together in the end. Left for `send` are all of them if their commit went
    wrong; passed by those that are held just now or have failed before. Raises what a delivery has
    raised; those behind it wait on as well.
    """
    attempts: list[DispatchAttempt] = []
    outcome = attempt_together("send", process_ids, most, partial(_begin_all, attempts))
    if attempts:
        delivered: list[_Delivered] = []
        try:
            _deliver_all(attempts, prepare, delivered)
        finally:
            _conclude_all(delivered)
            if attempts:
                with transactions.writing() as session:
                    leases.free(session, [attempt.lease for attempt in attempts])
    return outcome


def _deliver_all(
    attempts: list[DispatchAttempt], prepare: Prepare, delivered: list[_Delivered]
) -> None:
    """Move attempts to what is delivered, one after another, for TOGETHER_S."""
    began_at = time.monotonic()
    deliver = prepare([request for attempt in attempts for request in attempt.outgoing])
    unrecorded = _Unrecorded()
    while attempts:
        with suppress(leases.Fenced):  # then it is left out when the others are moved on
            unrecorded.record()
        attempt = attempts.pop(0)
        process_id = str(attempt.lease.process_id)
        with structlog.contextvars.bound_contextvars(process_id=process_id):
            if complete := _deliver(attempt, deliver, unrecorded):
                delivered.append(complete)
        if time.monotonic() - began_at >= TOGETHER_S:
            break
    _pace.learn(len(delivered), time.monotonic() - began_at)


class _Unrecorded:
    """What was delivered last. It is recorded before anything else is delivered.

    What is the last of all is not: its process is moved on at once.
    """

    def __init__(self) -> None:
        self._last: tuple[Lease, UUID, Mapping[str, ChannelReportJson]] | None = None

    def note(self, lease: Lease, request_id: UUID, report: Mapping[str, ChannelReportJson]) -> None:
        """A request was delivered."""
        self._last = lease, request_id, report

    def record(self) -> None:
        """Commit it; raises Fenced if its lease is lost."""
        last, self._last = self._last, None
        if last:
            delivery_reports.record(*last)


def _deliver(
    attempt: DispatchAttempt, deliver: Deliver, unrecorded: _Unrecorded
) -> _Delivered | None:
    """Deliver all requests of an attempt; None if its lease was lost on the way.

    Where one raises, those before it have arrived, and the process waits for its next attempt.
    """
    reports: dict[UUID, Mapping[str, ChannelReportJson]] = {}
    try:
        for request in attempt.outgoing:
            unrecorded.record()
            report = deliver(request) if request.channels else {}
            reports[request.request_id] = report
            unrecorded.note(attempt.lease, request.request_id, report)
    except leases.Fenced:
        return None
    except Exception as error:
        _give_back(attempt.lease, reports, error)
        raise
    return _Delivered(attempt.lease, reports)


def _conclude_all(delivered: Sequence[_Delivered]) -> None:
    """Move the processes on together, or each by itself where that goes wrong."""
    by_id = {each.lease.process_id: each for each in delivered}
    if not by_id:
        return

    def conclude(process_ids: Sequence[UUID], most: int) -> BatchOutcome:
        _conclude(delivered)
        return BatchOutcome(process_ids, left=[])

    failed: Exception | None = None
    for process_id in attempt_together("send", list(by_id), None, conclude).left:
        try:
            _conclude_alone(by_id[process_id])
        except Exception as error:
            failed = failed or error
    if failed is not None:
        raise failed


def _conclude_alone(delivered: _Delivered) -> str | None:
    """Move a process on; the trigger, or None if it is no longer ours."""
    try:
        return _conclude([delivered]).get(delivered.lease.process_id)
    except Exception as error:
        _give_back(delivered.lease, delivered.reports, error)
        raise


def _conclude(delivered: Sequence[_Delivered]) -> dict[UUID, str]:
    held = [each.lease for each in delivered]
    reports = {id: report for each in delivered for id, report in each.reports.items()}
    with transactions.writing() as session:
        return Batch(session, held).conclude(held, reports)


def _give_back(lease: Lease, arrived: Reports, error: Exception) -> None:
    """After an attempt that failed let its next one begin later, without what has arrived."""
    try:
        with suppress(leases.Fenced):
            _note(lease, arrived)
    finally:
        with transactions.writing() as session:
            leases.give_back(session, lease, error)


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
        claimed = leases.claim_locked(session, outside[: _pace.claimed])
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
