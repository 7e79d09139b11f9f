"""Fires what the lifecycle says is due: moves, reminders, the end of visitors' drafts."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service import access, db, feed, moves, requesting
from service.models import Membership, Process, Project, User
from service.request_deadlines import WITH_CONTRACTORS, due_of
from service.who import SYSTEM
from workflows.definition import DELETE, Deadline
from workflows.engine import Actor
from workflows.process import DEADLINES, ProcessState
from workflows.request import DEADLINES as REQUEST_DEADLINES
from workflows.request import RequestState

log = structlog.get_logger(__name__)

#: Deadlines that one call fires at most.
MOST = 200
#: What could not be fired is tried again after this.
PUT_OFF = timedelta(hours=1)


def fire_due(now: datetime) -> int:
    """Fire each deadline that is due at `now`, in a transaction of its own; the number of them.

    Of several callers at once each deadline is fired by one. One that fails is put off, so that
    it does not hold up the others.
    """
    query = sa.select(Process.id).where(Process.due_at <= now, Process.deleted_at.is_(None))
    with db.reading() as session:
        due = session.scalars(query.order_by(Process.due_at).limit(MOST)).all()
    return sum(_fire_alone(process_id, now) for process_id in due)


def _fire_alone(process_id: UUID, now: datetime) -> bool:
    try:
        with db.writing() as session:
            process = _take(session, process_id, now)
            if process is not None:
                fire(session, process, now)
            return process is not None
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("a deadline could not be fired", process_id=str(process_id))
        with db.writing() as session:
            if process := _take(session, process_id, now):
                process.due_at = now + PUT_OFF
        return False


def _take(session: Session, process_id: UUID, now: datetime) -> Process | None:
    """The process, locked, if it is still due and nobody is moving it."""
    still_due = sa.select(Process).where(
        Process.id == process_id, Process.due_at <= now, Process.deleted_at.is_(None)
    )
    return session.scalar(still_due.with_for_update(skip_locked=True))


def fire(session: Session, process: Process, now: datetime) -> None:
    """Do what the deadline of the process' state asks for; the caller holds the row's lock."""
    deadline = DEADLINES.get(process.state)
    if process.state in WITH_CONTRACTORS:
        _fire_requests(session, process, now)
    elif deadline is None:
        process.due_at = None
    elif deadline.then is None:
        _remind(session, process, deadline, now)
    elif deadline.then == DELETE:
        moves.remove(session, process, SYSTEM)
    else:
        moves.move(session, process, deadline.then, SYSTEM, data={"deadline": _date(process)})


def _date(process: Process) -> str | None:
    return process.due_at.isoformat() if process.due_at else None


def _remind(session: Session, process: Process, deadline: Deadline, now: datetime) -> None:
    feed.announce(
        session,
        "process.reminder",
        actor=SYSTEM,
        parties=_parties(session, process, deadline) or moves.parties_of(session, process),
        project_id=process.project_id,
        process_id=process.id,
        data={
            "state": process.state.value,
            "since": process.state_since.isoformat(),
            "reminds": sorted(actor.value for actor in deadline.reminds),
        },
    )
    process.reminded_at, process.due_at = now, None


def _parties(session: Session, process: Process, deadline: Deadline) -> list[UUID]:
    parties: list[UUID] = []
    if Actor.CLIENT in deadline.reminds:
        parties.append(session.get_one(Project, process.project_id).owner_id)
    if Actor.CONTRACTOR in deadline.reminds:
        own = [process.contractor_id] if process.contractor_id else None
        parties += own or access.seeing_contractors(session, process.id)
    if Actor.OPERATOR in deadline.reminds:
        parties += _operators(session)
    return parties


def _operators(session: Session) -> list[UUID]:
    """The organisations that consist of operators: in others somebody else would hear of it."""
    members = sa.select(Membership.organization_id).join(User, User.id == Membership.user_id)
    others = sa.func.sum(sa.case((User.is_operator, 0), else_=1))
    query = members.group_by(Membership.organization_id).having(others == 0)
    return list(session.scalars(query))


def _fire_requests(session: Session, process: Process, now: datetime) -> None:
    """Let the requests that are due expire or go on; what is left says when to look again."""
    for request in requesting.open_requests(session, process):
        due_at, then = due_of(session, request)
        if then is not None and due_at <= now:
            requesting.move(session, request, process, then, SYSTEM)
            if request.state is RequestState.ACKNOWLEDGED:  # nobody answered its question
                request.answer_by = now + REQUEST_DEADLINES[request.state].after
    session.flush()
    left = requesting.open_requests(session, process)
    if not left:
        moves.move(session, process, "decline", SYSTEM)
        return
    asking = any(request.state is RequestState.CLARIFICATION for request in left)
    if process.state is ProcessState.CLARIFICATION and not asking:
        moves.move(session, process, "drop_question", SYSTEM)
    process.due_at = min(due_of(session, request)[0] for request in left)
