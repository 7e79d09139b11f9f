"""Waits in tests for what other threads and processes do."""

import time


def eventually(found, within_s=60.0, every_s=0.02):
    """Wait until `found()` is true and return it; fail when it is not in time.

    The time is that of a machine with other things to do: a worker takes a while to start there.
    """
    deadline = time.monotonic() + within_s
    while not (result := found()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not seen within {within_s} s: {found.__doc__ or found.__name__}")
        time.sleep(every_s)
    return result
