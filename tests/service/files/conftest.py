"""Lets tests of contents run with each place that contents are kept in."""

import pytest

from tests.support.servers.object_stores import running_object_store


@pytest.fixture(scope="package")
def object_store():
    """An S3 service."""
    with running_object_store() as store:
        yield store


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request):
    """The settings of a storage in a folder, or in a bucket."""
    if request.param == "folder":
        return {}
    return request.getfixturevalue("object_store").settings()
