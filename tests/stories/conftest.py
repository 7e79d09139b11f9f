"""Runs a whole Werkbank for the stories."""

from collections.abc import Iterator

import pytest

from tests.support.worlds.whole_service import Werkbank, running


@pytest.fixture(scope="package")
def werkbank(database_kind) -> Iterator[Werkbank]:
    """A whole Werkbank that runs; stories bring people and orders of their own."""
    with running(database_kind) as werkbank:
        yield werkbank
