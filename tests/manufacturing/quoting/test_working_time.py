"""Proves that windows run only while a contractor works, and that days are due at their ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.manufacturing.quoting.working_days import WorkingDays
from service.manufacturing.quoting.working_time import before, close_of, end_of, last_working_day

GERMAN = WorkingDays("DE")
DAY = timedelta(days=1)


def at(day, hour=15, month=11, year=2026):
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "answer_by"),
    [
        (at(24), at(26)),  # Tuesday to Thursday
        (at(27), at(1, month=12)),  # Friday: the weekend does not count
        (at(28), at(2, hour=0, month=12)),  # Saturday: counts from Monday on
        (at(23, month=12), at(28, month=12)),  # the 25th and 26th are holidays, then a Sunday
    ],
)
def test_a_window_of_two_days_runs_on_working_days_only(asked, answer_by):
    assert end_of(GERMAN, asked, 2 * DAY) == answer_by


def test_a_window_of_hours_is_meant_by_the_clock():
    saturday = at(28)
    assert end_of(GERMAN, saturday, timedelta(hours=5)) == saturday + timedelta(hours=5)
    assert before(GERMAN, saturday, timedelta(hours=5)) == saturday - timedelta(hours=5)


def test_who_works_on_saturdays_has_less_time():
    diligent = WorkingDays("DE", (0, 1, 2, 3, 4, 5))
    assert end_of(diligent, at(27), 2 * DAY) == at(30)
    closed = WorkingDays("DE", free_days=frozenset([date(2026, 11, 25)]))
    assert end_of(closed, at(24), 2 * DAY) == at(27)


@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.integers(24 * 60, 30 * 24 * 60),
)
def test_a_window_counted_back_from_its_end_begins_where_it_began(since, minutes):
    window = timedelta(minutes=minutes)
    start = at(1, month=1) + timedelta(minutes=since)
    end = end_of(GERMAN, start, window)
    assert end >= start + window
    again = before(GERMAN, end, window)
    # It begins in the same working moment: what lies between is free time.
    assert end_of(GERMAN, again, window) == end
    assert again <= max(start, end_of(GERMAN, start, DAY))


def test_a_day_is_over_at_its_end_and_the_last_working_day_lies_before_a_weekend():
    assert close_of(date(2026, 11, 27)) == at(28, hour=0)
    assert last_working_day(GERMAN, date(2026, 11, 29)) == date(2026, 11, 27)
    assert last_working_day(GERMAN, date(2026, 11, 27)) == date(2026, 11, 27)
