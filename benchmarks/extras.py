"""Finds packages that only benchmarks and tests use, or says how to install them."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click


class NotInstalled(click.ClickException):
    """A package is missing that the service itself does not need."""


def package_folder(package: str, extra: str = "dev") -> Path:
    """Where the package lies that the extra brings; it is not imported. Raises NotInstalled."""
    try:
        spec = find_spec(package)
    except ModuleNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise NotInstalled(
            f"This needs {package}, which the service itself does not; in the checkout, "
            f"`.venv/bin/python -m pip install --editable '.[{extra}]'` installs it."
        )
    return Path(spec.origin).parent


def imported(module: str, extra: str = "dev") -> ModuleType:
    """The module that the extra brings. Raises NotInstalled."""
    package_folder(module.partition(".")[0], extra)
    return import_module(module)
