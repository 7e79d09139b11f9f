"""Who has a stream open in this process, and whether somebody may open one more."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.addresses import customer_of

#: Which part of all streams visitors and those who have not said who they are may take together:
#: the others are kept for users.
SHARE_OF_STRANGERS: Final = 0.5


class StreamsFull(Exception):
    """As many streams are open as may be."""


class TooManyStreams(Exception):
    """One party or one address has as many streams open as it may."""


class Seat(NamedTuple):
    """For whom a stream is: the party that they act for, where they are, whether a user."""

    party: UUID | None
    address: str
    is_user: bool


@dataclass(frozen=True)
class SeatBounds:
    """How many streams may be open: of all, of a party, from an address; 0: no bound."""

    all: int
    of_party: int = 0
    from_address: int = 0


class Seats:
    """The streams of this process. Others may read it from their threads."""

    def __init__(self, bounds: SeatBounds) -> None:
        self.bounds = bounds
        self.open = 0
        self._strangers = 0
        self._of: Counter[Hashable] = Counter()

    def check_room(self, seat: Seat) -> None:
        """Raise StreamsFull or TooManyStreams if this one may not be opened beside the others."""
        bounds = self.bounds
        if self.open >= bounds.all:
            message = _("{streams} event streams are open, as many as may be; try again later")
            raise StreamsFull(Sentence(message, streams=self.open))
        if not seat.is_user and self._strangers >= max(1, int(bounds.all * SHARE_OF_STRANGERS)):
            raise StreamsFull(
                _("the event streams that are left are kept for users; log in, or try again later")
            )
        self._check(customer_of(seat.address), bounds.from_address)
        if seat.party is not None:
            self._check(seat.party, bounds.of_party)

    def _check(self, who: Hashable, most: int) -> None:
        if most and self._of[who] >= most:
            message = _("one address or organization may have {most} event streams open, not more")
            raise TooManyStreams(Sentence(message, most=most))

    def take(self, seat: Seat) -> None:
        """Count one more."""
        self._count(seat, 1)

    def give_back(self, seat: Seat) -> None:
        """Count one less."""
        self._count(seat, -1)

    def _count(self, seat: Seat, change: int) -> None:
        self.open += change
        self._strangers += 0 if seat.is_user else change
        for who in (customer_of(seat.address), seat.party):
            self._of[who] += change
            if not self._of[who]:
                del self._of[who]
