"""The four actors who can make moves, and the groups in which the rows name them."""

from collections.abc import Iterable
from enum import Enum
from typing import Final


class Actor(Enum):
    """The role in which somebody acts. The owner of a project is its client."""

    CLIENT = "client"  #: owns the project
    CONTRACTOR = "contractor"  #: an organisation that was asked
    SYSTEM = "system"  #: workers and the clock
    OPERATOR = "operator"  #: runs the service; always gives a reason

    @property
    def named(self) -> str:
        """With its article: "the client", "a contractor"."""
        return f"{_ARTICLES[self]} {self.value}"


_ARTICLES = {
    Actor.CLIENT: "the",
    Actor.CONTRACTOR: "a",
    Actor.SYSTEM: "the",
    Actor.OPERATOR: "an",
}

NOBODY: Final[frozenset[Actor]] = frozenset()
CLIENT: Final = frozenset({Actor.CLIENT})
CONTRACTOR: Final = frozenset({Actor.CONTRACTOR})
SYSTEM: Final = frozenset({Actor.SYSTEM})
OPERATOR: Final = frozenset({Actor.OPERATOR})


def in_order(actors: Iterable[Actor]) -> list[Actor]:
    """Actors without repeats, in the order in which they are defined: sets have none."""
    chosen = set(actors)
    return [actor for actor in Actor if actor in chosen]


def either(actors: Iterable[Actor]) -> str:
    """ "the client or the system"."""
    return " or ".join(actor.named for actor in in_order(actors))
