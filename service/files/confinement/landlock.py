"""Lets this process open what is named and nothing else (Landlock, linux/landlock.h)."""

import ctypes
import os
import sys
from collections.abc import Sequence
from enum import IntFlag
from functools import cache
from pathlib import Path

from service.files.confinement.kernel import syscall

#: System calls; the numbers are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1


class _Access(IntFlag):
    """What may be done with files; each version of the interface (ABI) knows those up to one."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


#: The last access that an ABI knows; later ones know all.
_LAST = {1: _Access.MAKE_SYM, 2: _Access.REFER, 3: _Access.TRUNCATE, 4: _Access.TRUNCATE}
#: What can be said of a file, as opposed to a folder.
_OF_FILES = _Access.EXECUTE | _Access.WRITE_FILE | _Access.READ_FILE | _Access.TRUNCATE
_READ = _Access.READ_FILE | _Access.READ_DIR
_CHANGE = (
    _READ
    | _Access.WRITE_FILE
    | _Access.TRUNCATE
    | _Access.REMOVE_DIR
    | _Access.REMOVE_FILE
    | _Access.MAKE_DIR
    | _Access.MAKE_REG
)
#: Binding and connecting TCP sockets, since ABI 4; abstract sockets and signals to others, since 6.
_ALL_OF_NET, _ALL_SCOPES = 0b11, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


@cache
def abi() -> int:
    """The version of the interface that the kernel offers; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    try:
        return syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))
    except OSError:  # a kernel without it, or a container that forbids to ask
        return 0


def restrict(reads: Sequence[Path], writes: Sequence[Path]) -> None:
    """Let this thread open `reads` to read and `writes` to change, with all below; raises OSError.

    What is not there is left out: nothing can be opened there either.
    """
    last = _LAST.get(abi(), _Access.IOCTL_DEV)
    handled = (last << 1) - 1
    rules = _Ruleset(
        handled,
        _ALL_OF_NET if abi() >= 4 else 0,
        _ALL_SCOPES if abi() >= 6 else 0,
    )
    size = ctypes.c_size_t(24 if abi() >= 6 else 16 if abi() >= 4 else 8)
    ruleset = syscall(_CREATE_RULESET, ctypes.byref(rules), size, ctypes.c_uint32(0))
    try:
        for paths, access in ((reads, _READ), (writes, _CHANGE)):
            for path in paths:
                if path.exists():
                    _allow(ruleset, path, access & handled)
        syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, access: int) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed = access if path.is_dir() else access & _OF_FILES
        rule = ctypes.byref(_PathBeneath(allowed, beneath))
        kind, none = ctypes.c_int(_PATH_BENEATH), ctypes.c_uint32(0)
        syscall(_ADD_RULE, ctypes.c_int(ruleset), kind, rule, none)
    finally:
        os.close(beneath)
