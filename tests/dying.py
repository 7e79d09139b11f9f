"""Does one step of orders and kills itself at a named point, as a power cut would.

`python -m tests.dying` reads a line for each: the point, the processes, the settings. It forks a
child that does it, and answers with how that one ended: to load everything anew takes longer than
the step.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import db, dispatching, feed, sending, verifying
from service.settings import settings
from tasks import relay, send
from tasks.ringing import Ringer
from tasks.worker import app

BEFORE, AFTER, BEFORE_COMMIT, AFTER_COMMIT = "before", "after", "before commit", "after commit"
#: By name: the step that is done, and where it dies: about a function, or about its commit.
POINTS = {
    "verify: claimed": ("verify", BEFORE, verifying, "calculate"),
    "verify: calculated": ("verify", AFTER, verifying, "calculate"),
    "verify: before commit": ("verify", BEFORE_COMMIT, verifying, "_conclude"),
    "verify: after commit": ("verify", AFTER_COMMIT, verifying, "_conclude"),
    "send: claimed": ("send", AFTER, sending, "_begin"),
    "send: before the call": ("send", BEFORE, send, "deliver"),
    "send: after the call": ("send", AFTER, send, "deliver"),
    "send: before noting the call": ("send", BEFORE_COMMIT, sending, "_mark"),
    "send: after noting the call": ("send", AFTER_COMMIT, sending, "_mark"),
    "send: before commit": ("send", BEFORE_COMMIT, sending, "_conclude"),
    "send: after commit": ("send", AFTER_COMMIT, sending, "_conclude"),
    "together: before verifying": ("verify_all", AFTER, verifying, "calculate"),
    "together: before commit": ("verify_all", BEFORE_COMMIT, verifying, "_conclude_all"),
    "together: after commit": ("verify_all", AFTER_COMMIT, verifying, "_conclude_all"),
    "together: before sent": ("send_all", BEFORE_COMMIT, dispatching, "_arrive_all"),
    "together: after sent": ("send_all", AFTER_COMMIT, dispatching, "_arrive_all"),
    "relay: rung, not noted": ("relay", BEFORE, relay, "_note_rung"),
    "relay: noted, before commit": ("relay", BEFORE_COMMIT, relay, "_note_rung"),
    "relay: published, before commit": ("relay", BEFORE_COMMIT, feed, "publish"),
    "relay: published, after commit": ("relay", AFTER_COMMIT, feed, "publish"),
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
        relay.Relay(Ringer(app, settings().redis_url), "dying").once()
    elif step == "verify":
        verifying.verify(process_ids[0])
    elif step == "send":
        sending.send(process_ids[0], send.deliver)
    else:
        together = {"verify_all": verifying.verify_all, "send_all": sending.send_all}
        partial(together[step], process_ids)()


@contextmanager
def nursery():
    """Gives a function that lets a process of its own do a step, and sees it die at the point."""
    words = [sys.executable, "-m", "tests.dying"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, **pipes) as parent:

        def dies(point, process_ids):
            print(
                json.dumps([point, list(map(str, process_ids)), dict(os.environ)]),
                file=parent.stdin,
                flush=True,
            )
            ended = int(parent.stdout.readline())
            assert ended == -signal.SIGKILL, f"the fault did not fire: it ended with {ended}"

        yield dies
        parent.stdin.close()


def live(point, process_ids, environment):
    """What a child does until it dies."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the answer is the parent's to give
    os.environ.update(environment)
    settings.cache_clear()
    step, *trap = POINTS[point]
    db.connect(settings().database_url)
    set_trap(*trap)
    do(step, [UUID(id) for id in process_ids])


if __name__ == "__main__":
    for line in sys.stdin:
        if not (child := os.fork()):
            live(*json.loads(line))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
