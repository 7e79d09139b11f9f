"""Starts programs of ours as forks of a process that has loaded what they need.

They run as ever, each a process of its own with its own settings; only that to load everything anew
would take longer than most tests. `python -m tests.support.fork_server` is that process: it reads a
line for each wish and answers with one.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from importlib import import_module

from service.settings import settings
from tasks.local.child_process import die_with_parent

#: What programs need, except the programs themselves, which are run and not imported.
LOADED = (
    *(
        "service.app",
        "service.operations.example.people",
        "service.database.migrations",
        "service.events.streaming.broadcaster",
    ),
    *("service.web.server", "uvicorn.lifespan.on"),
    *(
        "tasks.delivery.http_client",
        "tasks.outbox.relay",
        "tasks.send",
        "tasks.outbox.recovery",
        "tasks.delivery.notification_mails",
        "tasks.verify",
    ),
    *(
        "tasks.celery_patches.pool",
        "tasks.celery_patches.redis_transport",
        "tasks.worker",
        "celery.bin.celery",
        "celery.apps.worker",
    ),
    *("celery.worker.components", "celery.concurrency.prefork", "kombu.transport.redis"),
    *("sqlalchemy.dialects.postgresql.psycopg", "psycopg", "holidays.countries"),
)


class Program:
    """One that was started; what is asked of it is what one asks of a `subprocess.Popen`."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        """With what it has ended; None while it runs."""
        if self.returncode is None:
            self.returncode = _ask(ended=self.pid)
        return self.returncode

    def wait(self, timeout=None):
        """Wait for its end; raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if deadline and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.01)
        return self.returncode

    def terminate(self):
        """Ask it to end."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def start(log, module, *words, **environment):
    """Run a module in a session of its own, `environment` added to ours, its output to `log`."""
    environment = {**os.environ, **environment}
    program = {"module": module, "words": words, "log": str(log), "environment": environment}
    return Program(_ask(program=program))


def launch(service):
    """As `tasks.local.supervised.launch`, for what is a module of Python."""
    python, option, *words = service.command
    assert (python, option) == (sys.executable, "-m")
    service.log.parent.mkdir(parents=True, exist_ok=True)
    return start(service.log, *words, **service.environment)


def leave():
    """End the fork server of this process, and with it all that were started."""
    if _fork_server.cache_info().currsize:
        with _fork_server() as process:
            process.stdin.close()
        _fork_server.cache_clear()


@cache
def _fork_server():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-m", "tests.support.fork_server"], **pipes)


def _ask(**wish):
    process = _fork_server()
    print(json.dumps(wish), file=process.stdin, flush=True)
    return json.loads(process.stdout.readline())


def _fork(program):
    if child := os.fork():
        return child
    os.setsid()
    die_with_parent()
    log = os.open(program["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
        os.dup2(file, number)
    os.environ.clear()
    os.environ.update(program["environment"])
    sys.argv[1:] = program["words"]
    runpy.run_module(program["module"], run_name="__main__", alter_sys=True)
    raise SystemExit(0)


def _ended(child):
    ended, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


if __name__ == "__main__":
    for name in LOADED:
        import_module(name)
    assert not settings.cache_info().currsize, "a child would have our settings"
    with suppress(KeyboardInterrupt):
        for line in sys.stdin:
            wish = json.loads(line)
            answer = _fork(wish["program"]) if "program" in wish else _ended(wish["ended"])
            print(json.dumps(answer), flush=True)
