"""Reads secrets from files, and keeps one in a file where nobody has named one."""

import os
import secrets
from collections.abc import Collection
from pathlib import Path

from service.values.environment import PREFIX
from service.values.production import UnfitForProduction

#: A variable that ends so names a file with the value, as container engines hand secrets over.
FILE = "_FILE"


def values_of_files(names: Collection[str]) -> dict[str, str]:
    """The settings, of those with these `names`, whose variable names a file: what stands in it.

    Raises UnfitForProduction where the value is given as well, or the file cannot be read.
    """
    values = {}
    for name in names:
        variable = f"{PREFIX}{name.upper()}"
        if not (path := os.environ.get(variable + FILE, "").strip()):
            continue
        if os.environ.get(variable, "").strip():
            raise UnfitForProduction([f"{variable} and {variable}{FILE} are both set; set one"])
        try:
            values[name] = Path(path).read_text().strip()
        except (OSError, UnicodeError) as error:
            raise UnfitForProduction(
                [f"{variable}{FILE} names a file that cannot be read"]
            ) from error
    return values


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
