"""Leases a process in an automatic state to one worker at a time, fenced by a token."""

from collections import Counter
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from service.database import event_counts, restorations
from service.database.backoff import Backoff
from service.database.clock import lease_time, lease_time_in
from service.database.locks import AGAINST_WRITERS, SKIP_LOCKED
from service.database.models import Process
from service.errors import Outage
from service.lifecycle import parking, transitions
from service.settings import settings
from workflows.process import ProcessState

#: Before the second attempt and each further one.
BACKOFF = Backoff.doubling(1.0, 60.0, jitter=0.25)
#: During an outage, so that another host which does not share it may come first.
OUTAGE_BACKOFF = Backoff((10.0,), jitter=0.25)
#: What attempts that failed are counted under, followed by the task and how: by an error, by an
#: outage that counts for no attempt, or with the process that worked on it.
FAILED_ATTEMPTS: Final = "attempt_failed."
FAILURES: Final = ("error", "outage", "lost")
#: Characters of an error that are kept.
LONGEST_ERROR = 2000

#: Built once, for with each mail that goes out a lease begins anew.
_HELD = sa.update(Process).where(
    Process.id == sa.bindparam("process"),
    Process.state == sa.bindparam("in_state"),
    Process.lease_token == sa.bindparam("token"),
)
#: Whoever claims: the message that a worker works on, by which its leases are known when it has
#: died, and after a dot what tells it from others to whom the same message comes.
_holder: ContextVar[str | None] = ContextVar("lease_holder", default=None)


class Fenced(Exception):
    """The lease went to somebody else, or the process moved on: the result must be thrown away."""


@dataclass(frozen=True)
class Lease:
    """The right to finish one step of one process; `token` tells it from earlier ones."""

    process_id: UUID
    state: ProcessState
    token: int
    attempt: int


def hold_for(holder: str | None) -> None:
    """From now on claim for a message and whoever works on it; None: for nobody in particular."""
    _holder.set(holder)


def message_of(holder: str) -> str:
    """The message for which a holder has claimed."""
    return holder.partition(".")[0]


def claim(db: Session, process_id: UUID, state: ProcessState) -> Lease | None:
    """Take the process for one attempt, counted before the work; None if there is nothing to do.

    A process whose attempts are used up is parked instead. One statement, no lock is waited for
    longer than another claim lasts.
    """
    row = db.execute(
        sa.update(Process)
        .where(Process.id == process_id, Process.state == state, *can_be_taken(db))
        .values(_claimed(db))
        .returning(Process.lease_token, Process.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    lease = Lease(process_id, state, *row)
    if lease.attempt > settings().max_attempts:
        parking.park(db, held(db, lease))
        return None
    return lease


def claim_untried(
    db: Session, process_ids: Sequence[UUID], state: ProcessState, most: int
) -> list[Lease]:
    """Take at most `most` of several processes that wait and that nobody has tried yet.

    Whoever has failed before is left to `claim`, which parks. No lock is waited for.
    """
    return claim_locked(db, untried(db, process_ids, state, most))


def claim_locked(db: Session, waiting: Sequence[Lease]) -> list[Lease]:
    """Claim some that `untried` has locked in this transaction."""
    states = {lease.process_id: lease.state for lease in waiting}
    if not states:
        return []
    rows = db.execute(
        sa.update(Process)
        .where(Process.id.in_(states))
        .values(_claimed(db))
        .returning(Process.id, Process.lease_token, Process.attempts)
        .execution_options(synchronize_session=False)
    )
    claimed = (Lease(id, states[id], *row) for id, *row in rows)
    return sorted(claimed, key=lambda lease: lease.process_id)


def untried(
    db: Session, process_ids: Sequence[UUID], state: ProcessState, most: int
) -> list[Lease]:
    """At most `most` of several processes that wait and that nobody has tried yet, locked.

    They are not claimed: for what is done by the end of the transaction. No attempt is counted.
    What somebody else works on is passed by: of the first `most`, or of those after them if others
    have these all, and so on.
    """
    for start in range(0, len(process_ids), most):
        if found := _untried(db, process_ids[start : start + most], state):
            return found
    return []


def _untried(db: Session, process_ids: Sequence[UUID], state: ProcessState) -> list[Lease]:
    query = sa.select(Process.id, Process.lease_token).where(
        Process.id.in_(process_ids),
        Process.state == state,
        *can_be_taken(db),
        Process.attempts == 0,
    )
    query = query.order_by(Process.id).with_for_update(**SKIP_LOCKED)
    return [Lease(id, state, token, 0) for id, token in db.execute(query)]


def _claimed(db: Session) -> dict[str, object]:
    """What a claim changes."""
    return {
        "lease_token": Process.lease_token + 1,
        "lease_holder": _holder.get(),
        "attempts": Process.attempts + 1,
        "lease_until": _end_of_lease(db),
        "not_before": None,
    }


def can_be_taken(db: Session) -> tuple[sa.ColumnElement[bool], ...]:
    """That a worker could take a process of an automatic state now, as conditions of a query.

    None can be sent while sending is on hold.
    """
    now = lease_time(db)
    return (
        sa.or_(Process.state != ProcessState.SENDING, ~restorations.IS_ON_HOLD),
        Process.deleted_at.is_(None),
        Process.parked_at.is_(None),
        sa.or_(Process.lease_until.is_(None), Process.lease_until <= now),
        sa.or_(Process.not_before.is_(None), Process.not_before <= now),
    )


def end_all(db: Session, message_id: str) -> None:
    """End the leases that were claimed for a message now: its worker is known to be dead."""
    now = lease_time(db)
    ended = db.scalars(
        sa.update(Process)
        .where(
            Process.state.in_(transitions.TASKS),
            Process.lease_until > now,
            Process.lease_holder.startswith(message_id, autoescape=True),
        )
        .values(lease_until=now)
        .returning(Process.state)
        .execution_options(synchronize_session=False)
    )
    event_counts.add(db, Counter(_failure(state, "lost") for state in ended))


def _failure(state: ProcessState, how: str) -> str:
    return f"{FAILED_ATTEMPTS}{transitions.TASKS[state]}.{how}"


def held_all(db: Session, leases: Sequence[Lease]) -> dict[UUID, Process]:
    """The processes whose leases are still ours, locked in the order of their ids.

    With the windows that hold for them, which each step needs.
    """
    by_id = {lease.process_id: lease for lease in leases}
    query = sa.select(Process).where(Process.id.in_(by_id)).order_by(Process.id)
    query = query.options(joinedload(Process.shared_windows))
    locked = query.with_for_update(of=Process, **AGAINST_WRITERS)
    processes = db.scalars(locked.execution_options(populate_existing=True))
    return {p.id: p for p in processes if _is_held(p, by_id[p.id])}


def free(db: Session, leases: Sequence[Lease]) -> None:
    """Hand leases back as if they had never been claimed: nothing has been tried yet."""
    for process in held_all(db, leases).values():
        process.lease_until = None
        process.attempts -= 1


def held(db: Session, lease: Lease) -> Process:
    """The process, locked, if the lease is still ours; raises Fenced."""
    process = db.get(
        Process, lease.process_id, with_for_update=AGAINST_WRITERS, populate_existing=True
    )
    if process is None or not _is_held(process, lease):
        raise _fenced(lease)
    return process


def _fenced(lease: Lease) -> Fenced:
    return Fenced(f"attempt {lease.attempt} on process {lease.process_id} came too late")


def _is_held(process: Process, lease: Lease) -> bool:
    return process.state is lease.state and process.lease_token == lease.token


def extend(db: Session, process: Process) -> None:
    """Let a lease that is still held begin anew: its worker has come a step further."""
    process.lease_until = _end_of_lease(db)


def extend_unread(db: Session, lease: Lease) -> None:
    """Let a lease begin anew without reading its process; raises Fenced if it is lost."""
    extension = _HELD.values(lease_until=_end_of_lease(db))
    own = {"process": lease.process_id, "in_state": lease.state, "token": lease.token}
    if not db.connection().execute(extension, own).rowcount:
        raise _fenced(lease)


def renew_all(db: Session, holder: str) -> None:
    """Let all leases of a holder begin anew, who is alive.

    One that has run out meanwhile is taken back unless somebody else has it. What is just being
    finished is passed by: no lock is waited for.
    """
    own = sa.select(Process.id).where(
        Process.state.in_(transitions.TASKS),
        Process.lease_until.is_not(None),
        Process.lease_holder == holder,
    )
    own = own.order_by(Process.id).with_for_update(**SKIP_LOCKED)
    db.execute(
        sa.update(Process)
        .where(Process.id.in_(own))
        .values(lease_until=_end_of_lease(db))
        .execution_options(synchronize_session=False)
    )


def _end_of_lease(db: Session) -> sa.ColumnElement[datetime]:
    """Until when a worker has a process that says nothing more: it renews its leases in time."""
    return lease_time_in(db, min(settings().worker_silence_s, settings().lease_s))


def give_back(db: Session, lease: Lease, error: Exception) -> None:
    """After an attempt that failed: note why, and let the next one begin after a pause, or park.

    What failed for an outage is tried as long as that lasts: it does not count as an attempt.
    Nothing happens if the lease is somebody else's by now: their attempt is not ours to hold up.
    """
    try:
        process = held(db, lease)
    except Fenced:
        return
    process.last_error = text_of(error)
    process.lease_until = None
    is_outage = isinstance(error, Outage)
    if is_outage:
        process.attempts -= 1
        process.not_before = lease_time_in(db, OUTAGE_BACKOFF.pause_s(1))
    elif lease.attempt >= settings().max_attempts:
        parking.park(db, process)
    else:
        retry_after_s = getattr(error, "retry_after_s", None)  # what the other side asks for
        pause_s = BACKOFF.pause_s(lease.attempt, retry_after_s)
        process.not_before = lease_time_in(db, pause_s)
    event_counts.increment(db, _failure(lease.state, "outage" if is_outage else "error"))


def count_failure(db: Session, process_id: UUID, state: ProcessState, error: Exception) -> None:
    """Count an attempt that failed in the transaction of its claim, which took the count along."""
    if lease := claim(db, process_id, state):
        give_back(db, lease, error)


def text_of(error: Exception) -> str:
    """What is kept of an attempt's error."""
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
