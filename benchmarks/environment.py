"""Makes the environments of processes that benchmarks start."""

import os
from collections.abc import Mapping


def without_settings(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without the service's settings in it, and `more`."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("WERKBANK_")}
    return ours | dict(more)
