"""Starts one service as `werkbank up` does, and passes on how it ended.

The first argument is a folder; the service runs this very module once more, as a program that says
what it is, or ends as it is told.
"""

import atexit
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from service.settings import settings
from tasks.local import child_process, forked_services
from tasks.local.supervised import SupervisedService

MODULE = "tests.support.worlds.forking_supervisor"


def supervise(folder, *words):
    """What became of the service is the last line that is printed."""
    settings()  # as the supervisor has read its own
    signal.signal(signal.SIGTERM, lambda *_: None)
    forked_services.FORKED = frozenset({MODULE})
    lock = os.open(Path(folder, "lock"), os.O_RDWR | os.O_CREAT)
    command = (sys.executable, "-m", MODULE, *words)
    environment = {"WERKBANK_VAR_DIR": str(folder), "GREETING": "hello"}
    service = SupervisedService("worker", command, Path(folder, "worker.log"), "", environment)
    if words[0] == "preload":
        preload(folder, service, lock)
        return
    process = forked_services.launch(service)
    print(os.getpid(), process.pid, lock, flush=True)
    if words[0] == "wait":
        sys.stdin.read()
        child_process.end([process], grace_s=10)
    print(process.wait(60))


def preload(folder, service, lock):
    """Say when the service waits, what it has loaded by then, and let it begin when told to."""
    loaded, waits = Path(folder, "loaded"), Path(folder, "waits")
    sys.path.insert(0, str(folder))
    Path(folder, "needed_alone.py").write_text(f"open({str(loaded)!r}, 'w').close()")
    forked_services._OWN = {service.name: ("needed_alone",)}
    forks = forked_services._CONTEXT
    forked_services._CONTEXT = SimpleNamespace(
        Event=lambda: NotedEvent(forks.Event(), waits), Process=forks.Process
    )
    preloaded = forked_services.preload([service])[service.name]
    print(os.getpid(), preloaded.process.pid, lock, flush=True)
    while not waits.exists() and preloaded.process.poll() is None:
        time.sleep(0.01)
    print("waits" if waits.exists() and loaded.exists() else "has begun", flush=True)
    sys.stdin.read()
    print(preloaded.begin().wait(60))


class NotedEvent:
    """An event of which is seen that somebody waits for it."""

    def __init__(self, event, waits):
        self._event, self._waits = event, waits
        self.set = event.set

    def wait(self):
        """Wait, and let that be seen."""
        self._waits.touch()
        self._event.wait()


def serve(word, *_):
    """Be the program of the service."""
    atexit.register(print, "goodbye")
    known = {
        "arguments": sys.argv[1:],
        "greeting": os.environ["GREETING"],
        "var": str(settings().var()),
        "session": os.getsid(0),
        "pid": os.getpid(),
        "files": sorted(map(int, os.listdir("/proc/self/fd")))[:-1],
        "terminates": signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
    }
    # What ends by itself flushes nothing here: it must stand in the log nevertheless.
    print(json.dumps(known), flush=word == "wait")
    if word == "fail":
        raise ValueError("no")
    if word == "wait":
        signal.pause()
    raise SystemExit(0 if word == "preload" else int(word))


if __name__ == "__main__":
    (serve if "GREETING" in os.environ else supervise)(*sys.argv[1:])
