"""Computes when the state of a process falls due, and when a reminder goes out before that."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service import clock
from service.database.models import Process, Project
from service.lifecycle import request_deadlines, windows
from service.settings import settings
from workflows.definition import Deadline
from workflows.process import PROCESS

Times = tuple[datetime | None, datetime | None]
NEVER: Times = (None, None)


def times(db: Session, process: Process, project: Project) -> Times:
    """When the deadline falls due and when its reminder is; None where nothing is to happen."""
    state = PROCESS.states[process.state]
    if state.deadline is None or state.automatic:
        return NEVER  # in an automatic state the lease is the deadline
    if state.deadline.visitors_only:
        lasts = timedelta(days=settings().visitor_draft_days)
        return (process.state_since + lasts, None) if project.visitor_id else NEVER
    if process.state in request_deadlines.WITH_CONTRACTORS:
        due_at, remind_at = request_deadlines.next_times(db, process.id)
        if due_at:
            return due_at, remind_at
    return _of_state(db, process, project, state.deadline)


def _of_state(db: Session, process: Process, project: Project, deadline: Deadline) -> Times:
    window = windows.window_of(db, process, project, deadline)
    dated = getattr(process, deadline.dated_by or "", None)
    due_at = dated or process.state_since + window.after
    remind_at = due_at - window.reminder if window.reminder else None
    return due_at, remind_at if remind_at and remind_at > clock.now() else None
