"""The rule of which bodies face the wrong way, on bodies that are sets of cells."""

import numpy as np
import pytest

from service.manufacturing.geometry.union.facing import facing_wrongly


class SetsOfCells:
    def __init__(self, cells):
        self.cells = cells
        self.questions = []

    def lie_within(self, some, others):
        self.questions.append((tuple(some), tuple(others)))
        inner, outer = (set().union(*(self.cells[i] for i in of)) for of in (some, others))
        return inner <= outer

    def facing_wrongly(self, inwards):
        sizes = np.array([len(cells) for cells in self.cells], float)
        return facing_wrongly(self, sizes, np.array(inwards)).tolist()


@pytest.mark.parametrize(
    ("cells", "inwards", "turned"),
    [
        ([range(9), range(3, 5)], [False, True], [False, False]),  # a cavity
        ([range(9), range(3, 12)], [False, True], [False, True]),  # sticks out of the other
        ([range(9), range(3, 5)], [True, False], [True, True]),  # with what lies in it
        ([range(4), range(4, 7), range(2, 6), [9]], [False, False, True, True], [0, 0, 0, 1]),
        ([range(5), range(4, 8), range(4), [3, 4]], [False, True, True, True], [0, 1, 0, 0]),
    ],
)
def test_what_sticks_out_inwards_is_turned_with_all_that_lies_in_it(cells, inwards, turned):
    assert SetsOfCells(cells).facing_wrongly(inwards) == turned


@pytest.mark.parametrize("seed", range(40))
def test_no_body_is_held_twice_against_the_same_others(seed):
    """Each time is a union and a difference of solids."""
    random = np.random.default_rng(seed)
    starts, lengths = random.integers(0, 12, 7), random.integers(1, 9, 7)
    bodies = SetsOfCells([range(i, i + k) for i, k in zip(starts, lengths, strict=True)])
    bodies.facing_wrongly(random.random(7) < 0.5)
    of_single_bodies = bodies.questions[1:]
    assert len(of_single_bodies) == len(set(of_single_bodies))
