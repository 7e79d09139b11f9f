"""Streams events under the former name: `python -m service.streaming` is the new one."""

import runpy
import warnings

warnings.warn(
    "service.streams is now service.streaming; the old name goes with the next release",
    FutureWarning,
    stacklevel=2,
)
runpy.run_module("service.streaming", run_name="__main__")
