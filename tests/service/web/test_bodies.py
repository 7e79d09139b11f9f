"""What a body loses on its way to the disk is never taken for the whole."""

import resource

import pytest

from service.web.bodies import IN_MEMORY, ArrivingBody, Room


@pytest.fixture
def small_disk():
    """No file of this process grows beyond twice what is held in memory, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * IN_MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_body_of_which_the_disk_takes_a_part_is_refused(tmp_path, small_disk):
    body = ArrivingBody(10 * IN_MEMORY, Room(tmp_path, 10 * IN_MEMORY))
    body.write(b"a" * IN_MEMORY)
    with pytest.raises(OSError, match="No space left"):
        body.write(b"b" * (IN_MEMORY + 1))
    body.close()


def test_a_body_that_fits_is_read_as_it_came(tmp_path, small_disk):
    body = ArrivingBody(10 * IN_MEMORY, Room(tmp_path, 10 * IN_MEMORY))
    body.write(b"a" * IN_MEMORY)
    body.write(b"b" * IN_MEMORY)
    with body.whole() as file:
        assert file.read() == b"a" * IN_MEMORY + b"b" * IN_MEMORY
    body.close()
