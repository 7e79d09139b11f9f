"""Starts processes that never outlive the one that started them, and ends them with all theirs."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Protocol

#: `PR_SET_PDEATHSIG` of Linux's prctl(2): the signal that a process gets when its parent dies.
_PR_SET_PDEATHSIG = 1
#: `PR_SET_CHILD_SUBREAPER`: orphans among the descendants become children of the caller.
_PR_SET_CHILD_SUBREAPER = 36
#: The signal that kill(2) only pretends to send, to see whether somebody is there.
_NOTHING = 0
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None

Process = subprocess.Popen[bytes]


class RunningProcess(Protocol):
    """A process of ours as those see it that watch over it and end it."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


def die_with_parent(death: signal.Signals = signal.SIGKILL) -> None:
    """Let the calling process get `death` as soon as the thread that started it is gone.

    Only Linux can do that; elsewhere a parent that is killed leaves its children behind.
    """
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(death))


def bind_to(parent: int, death: signal.Signals = signal.SIGKILL) -> None:
    """As `die_with_parent`, also if `parent`, the process that started this one, is gone by now."""
    die_with_parent(death)
    if os.getppid() != parent:
        os.kill(os.getpid(), death)


def adopt_orphans() -> None:
    """Let what our children leave behind become ours, so that it is seen, ended and reaped."""
    if _libc is not None:
        _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def start(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int | None = None,
    environment: Mapping[str, str] | None = None,
    death: signal.Signals = signal.SIGKILL,
    user: str | None = None,
) -> Process:
    """Start `command` in a session of its own, so that no Ctrl-C reaches it but through us.

    It gets `death` when we die. `output` takes what it prints and complains, `user` is whom it
    runs as (only root may choose). Call it from a thread that lives on: the end of the thread
    counts as our end. Raises OSError when the command cannot be started.
    """
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=environment,
        start_new_session=True,
        user=user,
        group=group_of(user),
        extra_groups=None if user is None else [],
        # It runs after the change of the user, as it must.
        preexec_fn=partial(bind_to, os.getpid(), death),
    )


def signal_group(process: RunningProcess, number: int) -> bool:
    """Send `number` to `process` and all it started; False when none of them is there any more."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of which only the unreaped leader is left
        return process.poll() is None
    return True


def end(
    processes: Iterable[RunningProcess],
    *,
    grace_s: float,
    request: signal.Signals = signal.SIGTERM,
) -> None:
    """Ask all of them to end, and kill whoever is left of their groups after `grace_s` seconds.

    Each ends what it has started itself: a child that is asked beside it could not finish its work.
    What it leaves behind is asked once it has gone.
    """
    processes = list(processes)
    leading = [process for process in processes if process.poll() is None]
    for process in processes:
        if process in leading:
            os.kill(process.pid, request)
        else:
            signal_group(process, request)
    deadline = time.monotonic() + grace_s
    while time.monotonic() < deadline and any(_is_alive(process) for process in processes):
        for process in [each for each in leading if each.poll() is not None]:
            leading.remove(process)
            signal_group(process, request)
        time.sleep(0.02)
    for process in processes:
        signal_group(process, signal.SIGKILL)
        process.wait()
        _reap_group(process.pid, within_s=1.0)


def group_of(user: str | None) -> int | None:
    """The main group of `user`, None for None. Raises KeyError for a name nobody has."""
    return None if user is None else pwd.getpwnam(user).pw_gid


def _is_alive(process: RunningProcess) -> bool:
    if process.poll() is None:
        return True
    _reap_group(process.pid)
    return signal_group(process, _NOTHING)


def _reap_group(group: int, within_s: float = 0.0) -> None:
    """Wait for the members of `group` that we adopted: until then, the dead count as living."""
    deadline = time.monotonic() + within_s
    with suppress(ChildProcessError):
        while True:
            if not os.waitpid(-group, os.WNOHANG)[0]:
                if time.monotonic() >= deadline:
                    return
                time.sleep(0.01)
