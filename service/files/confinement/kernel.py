"""Calls the kernel where Python has no function for it."""

import ctypes
import os
from functools import cache

#: `prctl` (linux/prctl.h).
_NO_NEW_PRIVILEGES = 38


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def syscall(number: int, *arguments: object) -> int:
    """The result of a system call; raises OSError."""
    return _checked(_libc().syscall(ctypes.c_long(number), *arguments))


def prctl(option: int, *arguments: object) -> int:
    """The result of `prctl`, whose other arguments are 0; raises OSError."""
    zeros = [ctypes.c_ulong(0)] * (4 - len(arguments))
    return _checked(_libc().prctl(ctypes.c_int(option), *arguments, *zeros))


def forbid_new_privileges() -> None:
    """Let this process and its children gain nothing from set-user-ID programs; raises OSError."""
    prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
