"""Confines a process that reads what strangers sent, by what Linux gives to everybody.

After `confine` the process opens no file but those named (Landlock), no socket, and starts no other
process (a filter of system calls, seccomp). Neither needs root, a namespace or a helper program.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import structlog

from service.files.confinement import landlock, syscall_filter
from service.files.confinement.kernel import forbid_new_privileges

log = structlog.get_logger(__name__)


class NotConfined(RuntimeError):
    """This machine cannot confine a process, and the settings want no other."""


def missing() -> list[str]:
    """A sentence for each part of the confinement that this machine cannot give."""
    sentences = []
    if not landlock.abi():
        sentences.append(
            "this kernel, or the container around it, has no Landlock (Linux 5.13): the process "
            "that reads models could read whatever the service can"
        )
    if not syscall_filter.is_available():
        sentences.append(
            "system calls cannot be filtered on this machine (seccomp on x86_64 or aarch64): the "
            "process that reads models could open connections and start programs"
        )
    return sentences


@cache
def check(*, required: bool) -> None:
    """Warn once of each part of the confinement that this machine lacks, or raise NotConfined."""
    lacks = missing()
    if lacks and required:
        raise NotConfined("; ".join(lacks))
    for sentence in lacks:
        log.warning("models are read with less confinement", lack=sentence)


def confine(*, reads: Sequence[Path], writes: Sequence[Path]) -> None:
    """Confine this process for good, as far as the machine can: see `missing`.

    `reads` are files, and folders with all that is in them; what `writes` names may be changed too.
    Call it while there is one thread only, as others stay free. Raises OSError.
    """
    forbid_new_privileges()
    if landlock.abi():
        landlock.restrict(reads, writes)
    if syscall_filter.is_available():
        syscall_filter.install()
