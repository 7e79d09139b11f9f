"""Waits in tests for what other threads and processes do."""

import time

#: Seconds between two looks: the longer it takes already, the fewer, for who looks keeps the
#: machine from doing what is waited for.
SHORTEST_PAUSE_S, LONGEST_PAUSE_S, SHARE = 0.02, 0.1, 0.05


def eventually(condition, within_s=60.0, every_s=None):
    """Wait until `condition()` is true and return it; fail when it is not in time.

    The time is that of a machine with other things to do: a worker takes a while to start there.
    `every_s` is for what can be seen for a moment only.
    """
    began = time.monotonic()
    while not (result := condition()):
        if (waited_s := time.monotonic() - began) > within_s:
            raise AssertionError(
                f"not seen within {within_s} s: {condition.__doc__ or condition.__name__}"
            )
        growing_s = min(max(SHORTEST_PAUSE_S, SHARE * waited_s), LONGEST_PAUSE_S)
        time.sleep(every_s or growing_s)
    return result
