"""How long it takes until what has failed is tried again."""

from service.database.backoff import Backoff


def test_each_pause_is_twice_the_one_before_it_up_to_the_longest():
    backoff = Backoff.doubling(1, 10)
    assert [backoff.pause_s(failures) for failures in range(1, 8)] == [1, 2, 4, 8, 10, 10, 10]


def test_a_first_pause_that_is_too_long_is_the_longest():
    assert Backoff.doubling(100, 10).pauses_s == (10,)


def test_the_last_step_of_a_ladder_stays_however_many_failures_there_are():
    assert Backoff((5, 30)).pause_s(10**9) == 30


def test_a_pause_lies_within_its_jitter_on_both_sides():
    backoff = Backoff((100,), jitter=0.25)
    assert [backoff.pause_s(1, chance=chance) for chance in (0.0, 0.5, 1.0)] == [75, 100, 125]
    assert all(75 <= backoff.pause_s(1) <= 125 for _ in range(100))


def test_who_asks_for_more_time_gets_it_and_who_asks_for_less_does_not():
    backoff = Backoff((100,), jitter=0.25)
    assert backoff.pause_s(1, 999, chance=1.0) == 999
    assert backoff.pause_s(1, 1, chance=0.0) == 75
