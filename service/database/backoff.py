"""Computes how long to wait before something that has failed is tried again."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Backoff:
    """The pauses after the first, second, ... failure in a row, in seconds; the last one stays.

    `jitter` is the share by which a pause may be longer or shorter, so that what failed together
    is not tried together.
    """

    pauses_s: Sequence[float]
    jitter: float = 0.0

    @classmethod
    def doubling(cls, first_s: float, longest_s: float, jitter: float = 0.0) -> Self:
        """Each pause is twice the one before it, up to the longest."""
        pauses_s = [min(first_s, longest_s)]
        while pauses_s[-1] < longest_s:
            pauses_s.append(min(longest_s, pauses_s[-1] * 2))
        return cls(tuple(pauses_s), jitter)

    def pause_s(
        self, failures: int, asked_s: float | None = None, chance: float | None = None
    ) -> float:
        """Seconds to wait after so many failures; no less than the other side has asked for.

        `chance`, from 0 to 1, says where in the jitter the pause lies; by itself it is drawn.
        """
        pause_s = self.pauses_s[min(max(failures, 1), len(self.pauses_s)) - 1]
        place = random.random() if chance is None else chance
        return max(pause_s * (1 + self.jitter * (2 * place - 1)), asked_s or 0.0)
