"""Candidates and their prices, for tests."""

from hypothesis import strategies as st

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.pricing import price
from tests.support.contractors import (
    CATALOGUE,
    block,
    contractor,
    order,
)


def candidate(machine, asked, **changes):
    owner = contractor(machine, **changes)
    return Candidate(asked, owner, owner.machines[0], owner.machines[0].materials[0], CATALOGUE)


def quoted(machine, quantity, parts=None, **changes):
    return price(candidate(machine, order(quantity, parts=parts), **changes))


def lines(asked):
    return {line.name: str(line.amount) for line in asked.lines}


sides = st.floats(min_value=1, max_value=140).map(lambda side: round(side, 2))


parts = st.lists(
    st.builds(
        lambda x, y, z, fill: block(x, y, z, volume_mm3=x * y * z * fill),
        sides,
        sides,
        sides,
        st.floats(min_value=0.05, max_value=1),
    ),
    min_size=1,
    max_size=3,
)
