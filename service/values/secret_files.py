"""Keeps a secret in a file, where nobody has named one."""

import secrets
from pathlib import Path


def secret_in(path: Path) -> str:
    """The secret in the file at `path`, made by whoever asks first; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32))
        try:
            path.hardlink_to(fresh)  # of two processes that start at once, one secret wins whole
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
