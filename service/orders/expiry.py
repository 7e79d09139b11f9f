"""Fires what is due: offers, requests and states that expire, reminders, visitors' drafts."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from service.access import lookup
from service.access.actor import SYSTEM
from service.database import restorations, transactions, unversioned
from service.database.errors import is_outage
from service.database.locks import SKIP_LOCKED
from service.database.models import Membership, Process, Request, User
from service.events import outbox
from service.lifecycle import transitions
from service.lifecycle.parties import parties_of, project_of
from service.lifecycle.request_deadlines import WITH_CONTRACTORS, Due, due_of
from service.sourcing import requests
from workflows.definition import DELETE, Deadline
from workflows.engine import Actor
from workflows.process import DEADLINES, PROCESS, ProcessState
from workflows.request import REQUEST, RequestState

log = structlog.get_logger(__name__)

#: Deadlines that one call fires at most.
MOST = 200
#: What could not be fired is tried again after this.
PUT_OFF = timedelta(hours=1)


def fire_due(now: datetime) -> int:
    """Fire each deadline and reminder that is due at `now`, in a transaction of its own.

    The number of processes that something was done for.

    Of several callers at once each deadline is fired by one. One that fails is put off, so that
    it does not hold up the others. None is fired while sending is on hold.
    """
    due: list[UUID] = []
    with transactions.reading() as session:
        if restorations.sending_is_on_hold(session):
            return 0
        for column in (Process.due_at, Process.remind_at):  # each has an index
            query = sa.select(Process.id).where(column <= now, Process.deleted_at.is_(None))
            due += session.scalars(query.order_by(column).limit(MOST))
    return sum(_fire_alone(process_id, now) for process_id in dict.fromkeys(due))


def _fire_alone(process_id: UUID, now: datetime) -> bool:
    try:
        with transactions.writing() as session:
            process = _take(session, process_id, now)
            if process is not None:
                fire(session, process, now)
            return process is not None
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("a deadline could not be fired", process_id=str(process_id))
        with transactions.writing() as session:
            if process := _take(session, process_id, now):
                _put_off(process, now)
        return False


def _put_off(process: Process, now: datetime) -> None:
    """Only what is due: a deadline is not brought forward by a reminder that failed."""
    if process.due_at and process.due_at <= now:
        process.due_at = now + PUT_OFF
    if process.remind_at and process.remind_at <= now:
        process.remind_at = now + PUT_OFF


def _take(session: Session, process_id: UUID, now: datetime) -> Process | None:
    """The process, locked, if it is still due and nobody is moving it."""
    still_due = sa.select(Process).where(
        Process.id == process_id,
        sa.or_(Process.due_at <= now, Process.remind_at <= now),
        Process.deleted_at.is_(None),
    )
    return session.scalar(still_due.with_for_update(**SKIP_LOCKED))


def fire(session: Session, process: Process, now: datetime) -> None:
    """Do what the deadline of the process' state asks for, or remind of it if it is not due yet.

    The caller holds the row's lock.
    """
    deadline = DEADLINES.get(process.state)
    if process.state in WITH_CONTRACTORS:
        _fire_requests(session, process, now)
    elif deadline is None:
        process.due_at = process.remind_at = None
    elif process.due_at is None or process.due_at > now:
        _remind(session, process, deadline, _awaited(process), now)
        process.remind_at = None
    elif deadline.then is None:
        _remind(session, process, deadline, deadline.reminds, now)
        process.due_at = process.remind_at = None
    elif deadline.then == DELETE:
        transitions.remove(session, process, SYSTEM)
    else:
        transitions.move(session, process, deadline.then, SYSTEM, data={"deadline": _date(process)})


def _date(process: Process) -> str | None:
    return process.due_at.isoformat() if process.due_at else None


def _awaited(process: Process) -> frozenset[Actor]:
    """Those whom the state waits for: they can still do something before it falls due."""
    return frozenset(a for a in PROCESS.states[process.state].waits_for if isinstance(a, Actor))


def _remind(
    session: Session, process: Process, deadline: Deadline, whom: frozenset[Actor], now: datetime
) -> None:
    outbox.announce(
        session,
        "process.reminder",
        actor=SYSTEM,
        parties=_parties(session, process, whom) or parties_of(session, process),
        project_id=process.project_id,
        process_id=process.id,
        data={
            "state": process.state.value,
            "since": process.state_since.isoformat(),
            "reminds": sorted(actor.value for actor in whom),
            "due_at": _date(process),
            "then": deadline.summary,
        },
    )
    process.reminded_at = now


def _parties(session: Session, process: Process, whom: frozenset[Actor]) -> list[UUID]:
    parties: list[UUID] = []
    if Actor.CLIENT in whom:
        parties.append(project_of(session, process.project_id).owner_id)
    if Actor.CONTRACTOR in whom:
        contractor = [process.contractor_id] if process.contractor_id else None
        parties += contractor or lookup.seeing_contractors(session, process.id)
    if Actor.OPERATOR in whom:
        parties += _operators(session)
    return parties


def _operators(session: Session) -> list[UUID]:
    """The organisations of operators alone: in any other one somebody else would be told."""
    members = sa.select(Membership.organization_id).join(User, User.id == Membership.user_id)
    others = sa.func.sum(sa.case((User.is_operator, 0), else_=1))
    query = members.group_by(Membership.organization_id).having(others == 0)
    return list(session.scalars(query))


def _fire_requests(session: Session, process: Process, now: datetime) -> None:
    """Let the requests that are due expire or go on, and remind of those that soon will be.

    What is left says when to look again.
    """
    for request in requests.open_requests(session, process):
        due = due_of(session, request)
        if due and due.then is not None and due.at <= now:
            if due.then == "drop_question":  # nobody has answered it: the window begins anew
                requests.grant_window(session, process, request, now)
            requests.move(session, request, process, due.then, SYSTEM)
        elif request.remind_at and request.remind_at <= now:
            _remind_of_request(session, request, due)
    session.flush()
    open_requests = requests.open_requests(session, process)
    if not open_requests:
        requests.close_process(session, process, SYSTEM)
        return
    asking = any(request.state is RequestState.CLARIFICATION for request in open_requests)
    if process.state is ProcessState.CLARIFICATION and not asking:
        transitions.move(session, process, "drop_question", SYSTEM)
    transitions.schedule(session, process)


def _remind_of_request(session: Session, request: Request, due: Due | None) -> None:
    """Tell the one whom the request waits for: the silent contractor, or the client."""
    unversioned.update(session, request, remind_at=None)
    awaited = REQUEST.states[request.state].waits_for
    data = {"due_at": due.at.isoformat(), "then": due.summary} if due else {}
    project = project_of(session, request.project_id)
    outbox.announce(
        session,
        "request.reminder",
        actor=SYSTEM,
        parties=[request.contractor_id if Actor.CONTRACTOR in awaited else project.owner_id],
        project_id=request.project_id,
        process_id=request.process_id,
        data={
            "request_id": str(request.id),
            "number": request.number,
            "state": request.state.value,
            **data,
        },
    )
