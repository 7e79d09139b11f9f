"""Who is too slow is found out by counting, whatever the clock does meanwhile."""

from service.web.pace import Pace


def moved(pace, *windows):
    """Whether each window in turn is kept, in which so many bytes move."""
    total, verdicts = 0, []
    for size in windows:
        total += size
        pace.wait(10)
        verdicts.append(pace.is_kept(total))
    return verdicts


def test_every_window_has_to_have_its_bytes():
    assert moved(Pace(1024, 10), 10_240, 10_240, 10_239) == [True, True, False]


def test_what_came_early_does_not_count_later():
    assert moved(Pace(1024, 10), 500_000_000, 0) == [True, False]


def test_a_window_that_is_not_over_is_kept():
    pace = Pace(1024, 10)
    for _ in range(9):
        pace.wait(1)
        assert pace.is_kept(0)
    assert pace.left_s == 1
    pace.wait(1)
    assert not pace.is_kept(0)


def test_a_window_that_begins_anew_forgets_what_was_waited():
    pace = Pace(1024, 10)
    pace.wait(9)
    pace.begin(5000)
    assert pace.left_s == 10
    pace.wait(10)
    assert pace.is_kept(5000 + 10_240)
