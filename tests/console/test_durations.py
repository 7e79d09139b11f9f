"""How long something lasts, and how much of its time is left, in words."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from service import clock
from service.console.durations import is_nearly_over, span, time_left
from service.console.reader import Reader

READER = Reader("en", ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (0, "0 seconds"),
        (1, "1 second"),
        (119.9, "119 seconds"),
        (120, "2 minutes"),
        (7199, "119 minutes"),
        (7200, "2 hours"),
        (2 * 86_400 - 1, "47 hours"),
        (3 * 86_400 - 1, "2 days"),
    ],
)
def test_a_span_is_said_in_whole_units_and_never_longer_than_it_is(seconds, words):
    assert span(READER, seconds) == words


def test_what_is_over_is_said_to_be_over_and_what_nearly_is_stands_out():
    now = clock.now()
    assert time_left(READER, now - timedelta(seconds=1)) == "time is up"
    assert time_left(READER, now + timedelta(days=3)) == "2 days left"
    assert is_nearly_over(now + timedelta(hours=5))
    assert not is_nearly_over(now + timedelta(hours=7))
