"""The former process that streamed events: web processes do, and this one only waits for its end.

Goes with the next release, so that those who start it get no process that dies at once.
"""

import signal
import warnings

from service import logging_setup


def main() -> None:
    """Say it, and wait until asked to end."""
    logging_setup.configure()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    warnings.warn(
        "web processes stream events themselves; `python -m service.streaming` does nothing any"
        " more, and goes with the next release",
        FutureWarning,
        stacklevel=2,
    )
    signal.pause()


if __name__ == "__main__":
    main()
