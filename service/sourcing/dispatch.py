"""Dispatches a process to its chosen contractors: one request each, once each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database import transactions
from service.database.locks import AGAINST_WRITERS
from service.database.models import Request
from service.database.models.column_json import AttemptJson, ChannelReportJson
from service.lifecycle import leases
from service.lifecycle.batches import attempt_together
from service.lifecycle.leases import Lease
from service.sourcing.dispatch_batch import Batch, News, Outgoing, arrive
from workflows.process import ProcessState

__all__ = [
    "Deliver",
    "DispatchAttempt",
    "News",
    "Outgoing",
    "channel_attempts",
    "keep_channel_attempts",
    "send",
    "send_all",
]


@dataclass(frozen=True)
class DispatchAttempt:
    """A dispatch that must go on outside the transaction in which it was claimed."""

    lease: Lease
    outgoing: list[Outgoing]


#: Hands a request to its channels, outside any transaction: what became of it, by channel.
#: Raises to have the whole attempt repeated later under the same key.
Deliver = Callable[[Outgoing], Mapping[str, ChannelReportJson]]


def send(process_id: UUID, deliver: Deliver) -> str | None:
    """Do one attempt at dispatching a process: the trigger it led to, or None if none was due.

    Each request is marked as soon as it is delivered, so that after a crash only the one that was
    just going out is sent again, under the same key.
    """
    attempt = _begin(process_id)
    if not isinstance(attempt, DispatchAttempt):
        return attempt
    lease = attempt.lease
    try:
        for request in attempt.outgoing:
            report = deliver(request) if request.channels else {}
            with transactions.writing() as session:
                _mark(session, lease, request.request_id, report)
        with transactions.writing() as session:
            # None if the process is no longer ours.
            return Batch(session, [lease]).conclude([lease]).get(process_id)
    except leases.Fenced:
        return None
    except Exception as error:
        with transactions.writing() as session:
            leases.give_back(session, lease, error)
        raise


def send_all(process_ids: Sequence[UUID]) -> list[UUID]:
    """Dispatch those of several processes for which nobody outside need be called, in one commit.

    The ids of those that are left for `send`: whose contractors are reached by other channels too,
    that are held just now or have failed before, all of them if anything goes wrong.
    """
    return attempt_together("send", process_ids, _send_to_inboxes)


def _send_to_inboxes(process_ids: Sequence[UUID]) -> Collection[UUID]:
    with transactions.writing() as session:
        waiting = leases.untried(session, process_ids, ProcessState.SENDING)
        batch = Batch(session, waiting)
        quick = [lease for lease in waiting if not batch.calls_outside(lease)]
        batch.ask(quick)
        batch.conclude(quick)
    return {lease.process_id for lease in quick}


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


def _mark(
    session: Session, lease: Lease, request_id: UUID, report: Mapping[str, ChannelReportJson]
) -> None:
    process = leases.held(session, lease)
    leases.extend(session, process)
    request = session.get_one(Request, request_id, with_for_update=AGAINST_WRITERS)
    arrive(session, process, request, report)


def channel_attempts(request_id: UUID, channel: str) -> list[AttemptJson]:
    """The attempts of a channel so far, oldest first: when, and what was said."""
    with transactions.reading() as session:
        query = sa.select(Request.dispatch).where(Request.id == request_id)
        dispatched = session.scalars(query).one_or_none() or {}
    return dispatched[channel].get("tries", []) if channel in dispatched else []


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
