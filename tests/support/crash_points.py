"""Does one step of orders and kills itself at a named point, as a power cut would.

`python -m tests.support.crash_points POINT ID...` is that process.
"""

import os
import signal
import sys
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database import transactions
from service.events import outbox
from service.lifecycle import work_queue
from service.sandbox import play
from service.settings import settings
from service.sourcing import delivery_reports, dispatch, dispatch_batch
from service.verification import verify
from tasks import send
from tasks.outbox import relay
from tasks.outbox.publisher import TaskPublisher
from tasks.worker import app
from tests.support import fork_server

BEFORE, AFTER, BEFORE_COMMIT, AFTER_COMMIT = "before", "after", "before commit", "after commit"
#: By name: the step that is done, and where it dies: about a function, or about its commit.
POINTS = {
    "verify: claimed": ("verify", BEFORE, verify, "calculate"),
    "verify: calculated": ("verify", AFTER, verify, "calculate"),
    "verify: before commit": ("verify", BEFORE_COMMIT, verify, "_conclude_all"),
    "verify: after commit": ("verify", AFTER_COMMIT, verify, "_conclude_all"),
    "send: claimed": ("send", AFTER, dispatch, "_begin"),
    "send: before the call": ("send", BEFORE, send, "deliver"),
    "send: after the call": ("send", AFTER, send, "deliver"),
    "send: before recording the call": ("send", BEFORE, delivery_reports, "record"),
    "send: after recording the call": ("send", AFTER, delivery_reports, "record"),
    "send: before commit": ("send", BEFORE_COMMIT, dispatch_batch, "_arrive_all"),
    "send: after commit": ("send", AFTER_COMMIT, dispatch_batch, "_arrive_all"),
    "together: before verifying": ("verify_all", AFTER, verify, "calculate"),
    "together: before commit": ("verify_all", BEFORE_COMMIT, verify, "_conclude_all"),
    "together: after commit": ("verify_all", AFTER_COMMIT, verify, "_conclude_all"),
    "together: before sent": ("send_all", BEFORE_COMMIT, dispatch_batch, "_arrive_all"),
    "together: after sent": ("send_all", AFTER_COMMIT, dispatch_batch, "_arrive_all"),
    "outside: claimed": ("send_outside", AFTER, dispatch, "_begin_all"),
    "outside: before the call": ("send_outside", BEFORE, send, "deliver"),
    "outside: after the call": ("send_outside", AFTER, send, "deliver"),
    "outside: before recording the call": ("send_outside", BEFORE, delivery_reports, "record"),
    "outside: after recording the call": ("send_outside", AFTER, delivery_reports, "record"),
    "outside: before commit": ("send_outside", BEFORE_COMMIT, dispatch_batch, "_arrive_all"),
    "outside: after commit": ("send_outside", AFTER_COMMIT, dispatch_batch, "_arrive_all"),
    "sandbox: taken": ("sandbox", AFTER, play, "_take"),
    "sandbox: before commit": ("sandbox", BEFORE_COMMIT, play, "_play"),
    "sandbox: after commit": ("sandbox", AFTER_COMMIT, play, "_play"),
    "relay: published, not noted": ("relay", BEFORE, work_queue, "mark_published"),
    "relay: noted, before commit": ("relay", BEFORE_COMMIT, work_queue, "mark_published"),
    "relay: published, before commit": ("relay", BEFORE_COMMIT, outbox, "publish"),
    "relay: published, after commit": ("relay", AFTER_COMMIT, outbox, "publish"),
}


def die(*_):
    """At once and without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def set_trap(when, module, name):
    """Have this process die where it is asked to."""
    real = getattr(module, name)

    def trapped(*args, **kwargs):
        if when is BEFORE:
            die()
        answer = real(*args, **kwargs)
        if when is AFTER:
            die()
        moment = {BEFORE_COMMIT: "before_commit", AFTER_COMMIT: "after_commit"}[when]
        sa.event.listen(Session, moment, die)
        return answer

    setattr(module, name, trapped)


def do(step, process_ids):
    """The step as a worker or the scheduler does it."""
    if step == "relay":
        relay.Relay(TaskPublisher(app, settings().redis_url), "dying").once()
    elif step == "sandbox":
        play.play_due(clock.now() + timedelta(days=1))
    elif step == "verify":
        verify.verify(process_ids[0])
    elif step == "send":
        dispatch.send(process_ids[0], send.deliver)
    elif step == "verify_all":
        verify.verify_all(process_ids)
    else:
        dispatch.TOGETHER_S = 600.0  # however slow this machine is
        dispatch.send_all(process_ids, send.prepare)


def dies(log, point, process_ids):
    """Let a process of its own do a step, and see it die at the point."""
    ended = fork_server.start(
        log, "tests.support.crash_points", point, *map(str, process_ids)
    ).wait(60)
    assert ended == -signal.SIGKILL, f"it ended with {ended}, without the fault: {log.read_text()}"


def live(point, *process_ids):
    """What that process does until it dies."""
    step, *trap = POINTS[point]
    transactions.connect(settings().database_url)
    set_trap(*trap)
    do(step, [UUID(id) for id in process_ids])


if __name__ == "__main__":
    live(*sys.argv[1:])
