"""The former name of `tasks.delivery.worker`; goes with the next release."""

import runpy
import warnings

if __name__ == "__main__":
    warnings.warn(
        "tasks.courier is now tasks.delivery.worker; the old name goes with the next release",
        FutureWarning,
        stacklevel=2,
    )
    runpy.run_module("tasks.delivery.worker", run_name="__main__")
