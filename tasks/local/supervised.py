"""Keeps a set of processes running, their logs within bounds: who dies is replaced."""

import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from service.database.backoff import Backoff
from tasks.local.child_process import RunningProcess, end, start

#: Seconds; who lived for less died at once, and gets a longer pause each time.
_SHORT_LIFE_S = 5.0
_BACKOFF = Backoff.doubling(0.5, 30.0)
#: A log that is longer than this is put aside, one generation deep; seconds between two looks.
_LONG_LOG_BYTES = 20 * 1024 * 1024
_LOG_LOOK_S = 10.0


@dataclass(frozen=True)
class SupervisedService:
    """A service: what to run, where it logs, what to say of it once it runs.

    The `environment` is added to ours.
    """

    name: str
    command: tuple[str, ...]
    log: Path
    what: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


class ProcessSupervisor:
    """The processes that run now; `tell` is called with a sentence when one is replaced.

    `start` starts the process of a service, as `launch` does.
    """

    def __init__(
        self,
        tell: Callable[[str], object],
        start: Callable[[SupervisedService], RunningProcess] | None = None,
    ) -> None:
        self._tell = tell
        self._start = start or launch
        self._watches: dict[str, _Watch] = {}
        self._logs_due = 0.0

    def start(self, service: SupervisedService) -> RunningProcess:
        """Start the process of `service` and keep it running; raises OSError when it cannot."""
        watch = _Watch(service, self._start(service), time.monotonic())
        self._watches[service.name] = watch
        return watch.process

    def check(self) -> None:
        """Replace who has died: at once, or after a growing pause when a life was short.

        Logs that have grown long are put aside.
        """
        now = time.monotonic()
        if now >= self._logs_due:
            self._logs_due = now + _LOG_LOOK_S
            for watch in self._watches.values():
                _put_aside(watch.service.log)
        for watch in self._watches.values():
            if watch.due_at is None and (status := watch.process.poll()) is not None:
                # Its own children would hold its port and its work.
                end([watch.process], grace_s=0)
                pause_s = watch.pause_after(now - watch.since)
                watch.due_at = now + pause_s
                when = f"in {pause_s:.1f} s" if pause_s else "now"
                self._tell(f"{watch.service.name} {_cause(status)}; it starts again {when}")
            if watch.due_at is not None and now >= watch.due_at:
                watch.process, watch.since, watch.due_at = self._start(watch.service), now, None

    def pids(self) -> dict[str, int]:
        """The ids of the processes that run now, by the names of their services."""
        return {name: watch.process.pid for name, watch in self._watches.items()}

    def stop(self, *names: str, grace_s: float) -> None:
        """End those named: asked first, killed with their groups after `grace_s` seconds."""
        leaving = [self._watches.pop(name) for name in names]
        end([watch.process for watch in leaving], grace_s=grace_s)


@dataclass
class _Watch:
    service: SupervisedService
    process: RunningProcess
    since: float
    due_at: float | None = None
    short_lives: int = 0

    def pause_after(self, life_s: float) -> float:
        if life_s > _SHORT_LIFE_S:
            self.short_lives = 0
            return 0.0
        self.short_lives += 1
        return _BACKOFF.pause_s(self.short_lives)


def launch(service: SupervisedService) -> RunningProcess:
    """Start the process of `service` without keeping it running; its log is appended to."""
    with open_log(service) as log:
        return start(service.command, output=log, environment={**os.environ, **service.environment})


def open_log(service: SupervisedService) -> BinaryIO:
    """The log of `service`, to append to; a long one is put aside."""
    service.log.parent.mkdir(parents=True, exist_ok=True)
    _put_aside(service.log)
    return service.log.open("ab")


def _put_aside(log: Path) -> None:
    """Copy a long log and empty it: several processes write to it and could not be told to reopen.

    They append, so they go on at its beginning. What they write between copy and emptying is lost.
    On a disk without room for the copy the log stays as it is.
    """
    former = log.with_suffix(".1.log")
    try:
        if log.stat().st_size > _LONG_LOG_BYTES:
            shutil.copyfile(log, former)
            os.truncate(log, 0)
    except FileNotFoundError:
        return
    except OSError:
        former.unlink(missing_ok=True)


def _cause(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended by itself ({status})"
