"""Answers of contractors that are kept for the next who asks."""

import gc
import random
from dataclasses import replace
from weakref import ref

import pytest

from service.catalogue import snapshot
from service.database import transactions
from service.verification import quoting
from tests.manufacturing.quoting.test_screening import asked


@pytest.mark.parametrize("ask", [quoting.matching, quoting.cheapest])
def test_what_is_kept_does_not_hold_on_to_the_catalogue(market, ask):
    with transactions.reading() as session:
        current = replace(snapshot.current(session))
    for kept in (quoting._matching, quoting._cheapest):
        kept.cache_clear()
    held = ref(current)
    assert ask(asked(random.Random(1)), current)
    del current
    gc.collect()
    assert held() is None
