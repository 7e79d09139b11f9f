"""Times are written in the zone of their reader, so that nobody who reads them can be mistaken."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service.translations import formats

WINTER = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        (WINTER, "UTC", "23 November 2026, 23:30 UTC"),
        (WINTER, "Europe/London", "23 November 2026, 23:30 UTC"),
        (WINTER, "Europe/Berlin", "24 November 2026, 00:30 UTC+1"),
        (SUMMER, "Europe/Berlin", "24 July 2026, 01:30 UTC+2"),
        (WINTER, "America/New_York", "23 November 2026, 18:30 UTC−5"),
        (WINTER, "Asia/Kolkata", "24 November 2026, 05:00 UTC+5:30"),
        (WINTER, "America/St_Johns", "23 November 2026, 20:00 UTC−3:30"),
    ],
)
def test_a_moment_is_told_in_a_zone_with_how_far_it_is_from_utc(moment, zone, expected):
    assert formats.moment(moment, "en", ZoneInfo(zone)) == expected
    elsewhere = moment.astimezone(ZoneInfo("Asia/Tokyo"))
    assert formats.moment(elsewhere, "en", ZoneInfo(zone)) == expected


def test_a_moment_is_told_in_the_language_too():
    zone = ZoneInfo("Europe/Vienna")
    assert formats.moment(WINTER, "de", zone) == "24. November 2026, 00:30 UTC+1"
    assert formats.moment(WINTER, "de") == "23. November 2026, 23:30 UTC"
