"""Only so many threads do the same expensive thing at once."""

from contextlib import ExitStack

import pytest

from service.concurrency import ConcurrencyLimit
from service.errors import Busy


def test_one_more_than_fit_in_is_sent_away_with_a_sentence():
    limit = ConcurrencyLimit(2, patience_s=0, sentence="2 are at it")
    with ExitStack() as inside:
        for _ in range(2):
            inside.enter_context(limit.place())
        with pytest.raises(Busy, match="2 are at it"), limit.place():
            pass


def test_a_place_is_free_again_whatever_happened_in_it():
    limit = ConcurrencyLimit(1, patience_s=0, sentence="one is at it")
    with pytest.raises(ZeroDivisionError), limit.place():
        raise ZeroDivisionError
    with limit.place():
        pass
