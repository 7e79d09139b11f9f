"""Places the boxes and arrows of a picture, with the usual way straight down the middle.

The states of the usual way stand in the middle column, one below the other; the others stand left
and right of it, beside the states that lead to them. All other arrows run through the two gutters
between the columns, each in a lane of its own. Lengths are SVG user units (pixels).
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final, TypeAlias

from workflows.actors import Actor
from workflows.definition import F, Move, S, StateRow
from workflows.drawing.lanes import LEFT, MIDDLE, RIGHT, SLOT, LaneLine, route

BOX_WIDTH: Final = 172
GAP: Final = 42  # between two boxes of the usual way: room for an arrow and its label
APART: Final = 18  # least distance of two boxes in the outer columns
HEAD: Final = 84  # room for title and legend
NOTE_WIDTH: Final = 29  # characters of a note inside a box

Pairs: TypeAlias = Mapping[tuple[Any, Any], list[Move[Any, Any]]]


@dataclass
class Box:
    """A state, the moves that are written into it, and its place (`x`, `y`: upper left corner)."""

    row: StateRow[Any]
    column: int
    place: float  # counted in rows of the usual way
    notes: list[str] = field(default_factory=list)
    x: float = 0
    y: float = 0
    height: float = 0

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2


@dataclass
class Arrow:
    """All moves from one box to another, and the line that represents them."""

    source: Box
    dest: Box
    moves: list[Move[Any, Any]]
    line: LaneLine

    @property
    def triggers(self) -> list[str]:
        """Without repeats: one trigger may have a row for each actor."""
        return list(dict.fromkeys(move.trigger for move in self.moves))

    @property
    def by(self) -> set[Actor]:
        """All actors who may make these moves."""
        return {actor for move in self.moves for actor in move.by}


@dataclass(frozen=True)
class Plan:
    """Everything a picture needs."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: float
    height: float


def arrange(initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]) -> Plan:
    """Give every state a box and every move an arrow, or a note in the box it starts from."""
    rows = {row.state: row for row in states}
    way = _usual_way(initial, rows, moves)
    pairs: dict[tuple[S, S], list[Move[Any, Any]]] = {}
    for move in moves:
        for source in move.sources:
            pairs.setdefault((source, move.dest), []).append(move)
    aside = {(s, d) for s, d in pairs if s is d or (rows[d].final and d not in way)}
    arrows = {pair: group for pair, group in pairs.items() if pair not in aside}
    boxes = {s: Box(rows[s], MIDDLE, place) for place, s in enumerate(way)}
    _place_beside(boxes, [r for r in states if not r.final], arrows)
    _place_ends(boxes, [r for r in states if r.final])
    _write_notes(boxes, {pair: group for pair, group in pairs.items() if pair in aside})
    return _plan(boxes, arrows)


def _usual_way(initial: S, rows: Mapping[S, StateRow[S]], moves: Sequence[Move[S, F]]) -> list[S]:
    way = [initial]
    while True:
        last = rows[way[-1]]
        ahead = [
            move.dest
            for trigger in last.forward
            for move in moves
            if move.trigger == trigger and last.state in move.sources and move.dest not in way
        ]
        if not ahead:
            return way
        way.append(ahead[0])


def _place_beside(boxes: dict[S, Box], rows: Sequence[StateRow[S]], pairs: Pairs) -> None:
    """Put the other states beside the usual way, on the side where there is more room."""
    usual = {s: box.place for s, box in boxes.items()}
    for row in rows:
        if row.state in boxes:
            continue
        origins = [usual[s] for s, d in pairs if d is row.state and s in usual] or [0]
        place = sum(origins) / len(origins)
        load = {LEFT: 0.0, RIGHT: 0.0}
        for other, box in boxes.items():
            if box.column != MIDDLE:
                linked = (other, row.state) in pairs or (row.state, other) in pairs
                # An arrow from one outer column to the other would cross the usual way.
                load[box.column] += (-100 if linked else 1) + (abs(box.place - place) < 1)
        boxes[row.state] = Box(row, min(load, key=lambda side: load[side]), place)


def _place_ends(boxes: dict[S, Box], rows: Sequence[StateRow[S]]) -> None:
    """Put the ends aside in the outer columns, level with the end of the usual way and below."""
    last = max(box.place for box in boxes.values() if box.column == MIDDLE)
    sides = cycle((LEFT, RIGHT))
    for number, row in enumerate(row for row in rows if row.state not in boxes):
        boxes[row.state] = Box(row, next(sides), last + number // 2)


def _write_notes(boxes: Mapping[S, Box], pairs: Pairs) -> None:
    stays, leaves, ends = ({s: list[str]() for s in boxes} for _ in range(3))
    for (source, dest), moves in pairs.items():
        triggers = [move.trigger for move in moves]
        (stays if source is dest else leaves)[source] += triggers
        if source is not dest:
            ends[dest] += triggers
    for mark, notes in (("↻", stays), ("×", leaves), ("by", ends)):
        for state, triggers in notes.items():
            if triggers:
                words = f"{mark} {', '.join(dict.fromkeys(triggers))}"
                boxes[state].notes += textwrap.wrap(words, NOTE_WIDTH)


def _plan(boxes: Mapping[S, Box], pairs: Pairs) -> Plan:
    arrows = []
    for (source, dest), moves in pairs.items():
        a, b = boxes[source], boxes[dest]
        line = LaneLine(a, b, lines=len({move.trigger for move in moves}))
        if a.column == b.column == MIDDLE and b.place == a.place + 1:
            line.gutter = MIDDLE
        else:
            line.gutter = a.column or b.column or RIGHT
        arrows.append(Arrow(a, b, moves, line))
    lines = [arrow.line for arrow in arrows]
    for box in boxes.values():
        ends = max(sum(line.slots(box, side) for line in lines) for side in (LEFT, RIGHT))
        box.height = max(30 + 13 * (len(box.notes) + bool(box.row.deadline)), 10 + SLOT * ends)
    _stack(boxes)
    width = route(lines, list(boxes.values()), BOX_WIDTH)
    height = max(box.y + box.height for box in boxes.values()) + APART
    return Plan(list(boxes.values()), arrows, width, height)


def _stack(boxes: Mapping[S, Box]) -> None:
    y = float(HEAD)
    middle = [box for box in boxes.values() if box.column == MIDDLE]
    for box in middle:
        box.y = y
        y += box.height + GAP
    for side in (LEFT, RIGHT):
        top = float(HEAD)
        column = [box for box in boxes.values() if box.column == side]
        for box in sorted(column, key=lambda box: box.place):
            above = middle[min(int(box.place), len(middle) - 1)]
            below = middle[min(int(box.place) + 1, len(middle) - 1)]
            level = above.middle + (below.middle - above.middle) * (box.place % 1)
            box.y = max(top, level - box.height / 2)
            top = box.y + box.height + APART
