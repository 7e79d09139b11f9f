"""The colours that show in a picture whose move it is."""

from typing import Final, NamedTuple

from workflows.actors import Actor, in_order
from workflows.definition import S, StateRow


class Colour(NamedTuple):
    """`line` for lines and words, above 4.5 : 1 on white (WCAG 2.2, 1.4.3); `tint` for boxes."""

    line: str
    tint: str


ACTORS: Final = {
    Actor.CLIENT: Colour("#1d4ed8", "#dbeafe"),
    Actor.CONTRACTOR: Colour("#b45309", "#fef3c7"),
    Actor.SYSTEM: Colour("#57606a", "#eaeef2"),
    Actor.OPERATOR: Colour("#7e22ce", "#f3e8ff"),
}
SHARED: Final = Colour("#0f766e", "#ccfbf1")
GOAL: Final = Colour("#15803d", "#dcfce7")
END: Final = Colour("#57606a", "#ffffff")

LEGEND: Final = (
    ("the client's move", ACTORS[Actor.CLIENT]),
    ("a contractor's move", ACTORS[Actor.CONTRACTOR]),
    ("several may move", SHARED),
    ("a machine or the clock", ACTORS[Actor.SYSTEM]),
    ("an operator's move", ACTORS[Actor.OPERATOR]),
)


def actors_colour(actors: set[Actor]) -> Colour:
    """The colour of the only person among the actors; the system beside them does not count."""
    people = in_order(actors - {Actor.SYSTEM}) or [Actor.SYSTEM]
    return ACTORS[people[0]] if len(people) == 1 else SHARED


def state_colour(row: StateRow[S]) -> Colour:
    """The colour of whoever the state waits for; other processes and machines look alike."""
    if row.final:
        return END
    return actors_colour({actor for actor in row.waits_for if isinstance(actor, Actor)})
