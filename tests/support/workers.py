"""Runs real workers and a real scheduler for tests that kill them."""

import os
import signal
from contextlib import contextmanager

import psutil

from tests.support import fork_server
from tests.support.waiting import eventually

WORKER = (
    *("celery", "-A", "tasks.worker", "worker", "--pool", "prefork", "--loglevel", "INFO"),
    *("--without-gossip", "--without-mingle"),
)

#: What frozen processes are. One in the kernel, as while it starts a child that is frozen too, is
#: not stopped there, but before it goes on outside.
STANDING = {psutil.STATUS_STOPPED, psutil.STATUS_DISK_SLEEP, psutil.STATUS_ZOMBIE}


class Running:
    """A process of ours with all that it started."""

    def __init__(self, log, *command):
        self.log = log
        self.process = fork_server.start(log, *command)

    @property
    def children(self):
        """The pool of a worker."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self):
        """All of it at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def freeze(self):
        """Stop all of it, and see that it stands still; connections stay open."""
        all_of_it = [psutil.Process(self.process.pid), *self.children]
        os.killpg(self.process.pid, signal.SIGSTOP)

        def still():
            """all of it is stopped"""
            return {_status(each) for each in all_of_it} <= STANDING

        eventually(still, every_s=0.001)

    def thaw(self):
        """Let it go on as if nothing had been."""
        os.killpg(self.process.pid, signal.SIGCONT)

    def ask_to_end(self, within_s=10):
        """Ask it to end in order; what it says of how it ended."""
        self.process.terminate()
        return self.process.wait(within_s)


def _status(process):
    try:
        return process.status()
    except psutil.NoSuchProcess:
        return psutil.STATUS_ZOMBIE


@contextmanager
def running(log, *command):
    """A process of ours for the duration of the block."""
    process = Running(log, *command)
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.kill()
