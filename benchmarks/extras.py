"""Fetches what only benchmarks and tests use, or says in one sentence how to install it."""

from importlib import import_module
from types import ModuleType

import click


class NotInstalled(click.ClickException):
    """A package is missing that the service itself does not need."""


def needed(package: str, extra: str = "dev") -> ModuleType:
    """The package of that name, which the extra brings; raises NotInstalled."""
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise NotInstalled(
            f"This needs {package}, which the service itself does not; in the checkout, "
            f"`.venv/bin/python -m pip install --editable '.[{extra}]'` installs it."
        ) from error
