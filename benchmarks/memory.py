"""Reads the peak memory of this process."""

from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_kib() -> int:
    """The most resident memory so far, in KiB, on Linux.

    `getrusage` would count what the process held that started this one, up to the start.
    """
    lines = _STATUS.read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))
