"""Takes system calls away from this process: sockets, other processes, the kernel's inside.

A program of the classic Berkeley Packet Filter, which the kernel runs at each call (seccomp(2),
linux/filter.h, linux/seccomp.h). What is refused fails with EPERM, as it would for lack of rights.
"""

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from service.files.confinement.kernel import prctl

#: `prctl`: asking for the mode, and setting a filter.
_GET_SECCOMP, _SET_SECCOMP = 21, 22
_MODE_FILTER = 2
#: Verdicts.
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
#: Instructions: load a word at an offset; jump if equal, if greater or equal, if a bit is set; end.
_LOAD, _EQUAL, _AT_LEAST, _HAS_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
#: Offsets in `struct seccomp_data`: number of the call, architecture, low half of argument 0.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
#: A thread, as opposed to another process (linux/sched.h).
_CLONE_THREAD = 0x00010000
#: Numbers from here on are calls of another interface on x86_64 (x32).
_OTHER_INTERFACE = 0x40000000

#: Numbers that are the same everywhere (asm-generic, since Linux 5.1): sending signals by, and
#: opening of, process descriptors; io_uring, which does what other calls are refused; mounting.
_EVERYWHERE = (424, 425, 426, 427, 428, 429, 430, 431, 432, 434, 438, 440, 442)
_CLONE3 = 435


class _Machine(NamedTuple):
    """Numbers of one architecture (asm/unistd.h)."""

    architecture: int
    clone: int
    #: kill and tgkill, which reach ourselves only: `abort` does that.
    signals: tuple[int, ...]
    #: socket, socketpair, bind, listen, accept, connect, accept4; fork, vfork, execve, execveat;
    #: ptrace, process_vm_readv and _writev; unshare, setns, mount, umount2, pivot_root, chroot;
    #: keyctl, add_key, request_key; bpf, userfaultfd, perf_event_open; memfd_create, shmget,
    #: msgget, semget, mq_open, open_by_handle_at; tkill and queueing of signals.
    refused: tuple[int, ...]


_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        56,
        (62, 234),
        (
            *(41, 53, 49, 50, 43, 42, 288, 57, 58, 59, 322, 101, 310, 311, 272, 308, 165, 166),
            *(155, 161, 250, 248, 249, 321, 323, 298, 319, 29, 68, 64, 240, 304, 200, 129, 297),
        ),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        220,
        (129, 131),
        (
            *(198, 199, 200, 201, 202, 203, 242, 221, 281, 117, 270, 271, 97, 268, 40, 39, 41),
            *(51, 219, 217, 218, 280, 282, 241, 279, 194, 186, 190, 180, 265, 130, 138, 240),
        ),
    ),
}


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction))]


@cache
def is_available() -> bool:
    """Whether the kernel filters calls, and we know their numbers here."""
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES:
        return False
    try:
        prctl(_GET_SECCOMP)
    except OSError:
        return False
    return True


def install() -> None:
    """Filter the calls of this thread, and of those that it starts, for good; raises OSError."""
    instructions = [
        _Instruction(*each) for each in _instructions(_MACHINES[platform.machine()], os.getpid())
    ]
    program = (_Instruction * len(instructions))(*instructions)
    prctl(
        _SET_SECCOMP,
        ctypes.c_ulong(_MODE_FILTER),
        ctypes.byref(_Program(len(instructions), program)),
    )


def _instructions(machine: _Machine, pid: int) -> Iterator[tuple[int, int, int, int]]:
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _EQUAL, 1, 0, machine.architecture
    yield _RETURN, 0, 0, _KILL_PROCESS
    yield _LOAD, 0, 0, _NUMBER
    yield _AT_LEAST, 0, 1, _OTHER_INTERFACE
    yield _RETURN, 0, 0, _ERRNO | errno.EPERM
    for number in (*machine.refused, *_EVERYWHERE):
        yield from _if_number(number, ((_RETURN, 0, 0, _ERRNO | errno.EPERM),))
    # Libraries start threads by clone3, whose flags no filter can see, and else by clone.
    yield from _if_number(_CLONE3, ((_RETURN, 0, 0, _ERRNO | errno.ENOSYS),))
    yield from _if_number(machine.clone, _only_if(_HAS_BIT, _CLONE_THREAD))
    for number in machine.signals:
        yield from _if_number(number, _only_if(_EQUAL, pid))
    yield _RETURN, 0, 0, _ALLOW


def _if_number(
    number: int, then: tuple[tuple[int, int, int, int], ...]
) -> Iterator[tuple[int, int, int, int]]:
    yield _EQUAL, 0, len(then), number
    yield from then


def _only_if(test: int, value: int) -> tuple[tuple[int, int, int, int], ...]:
    """Allow the call if its first argument passes, and refuse it otherwise."""
    return (
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (test, 0, 1, value),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
    )
