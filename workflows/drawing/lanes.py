"""Routes the arrows of a picture through the gutters between its columns, with few crossings.

A gutter has a zone for labels along each of its columns and lanes between them. An arrow leaves
its box sideways, follows its lane up or down and enters the other box sideways.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

LEFT, MIDDLE, RIGHT = -1, 0, 1

SLOT: Final = 15  # height of one line of a label, and so of one arrow's end at a box
LABEL_ZONE: Final = 106
LANE: Final = 9
MARGIN: Final = 18


class LanePosition(Protocol):
    """The place and size of a box, as far as lanes need them."""

    column: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down."""


@dataclass(eq=False)
class LaneLine:
    """A line from box to box; `lines` are the lines of its label, which stands at its start."""

    source: LanePosition
    dest: LanePosition
    lines: int
    gutter: int = MIDDLE
    start_y: float = 0
    end_y: float = 0
    lane: int = 0
    points: list[tuple[float, float]] = field(default_factory=list)

    def slots(self, box: LanePosition, side: int) -> int:
        """How many lines of text its ends take up on one side of a box."""
        if self.gutter == MIDDLE or side != _face(box, self.gutter):
            return 0
        return self.lines * (box is self.source) + (box is self.dest)

    @property
    def span(self) -> tuple[float, float]:
        """Between which heights it runs in its lane."""
        return min(self.start_y, self.end_y), max(self.start_y, self.end_y)


def route(lines: Sequence[LaneLine], boxes: Sequence[LanePosition], box_width: float) -> float:
    """Place the columns, give every line its points, and return the picture's width."""
    widths = {}
    for side in (LEFT, RIGHT):
        through = [line for line in lines if line.gutter == side]
        _attach(through, side)
        widths[side] = 2 * LABEL_ZONE + LANE * _share_lanes(through)
    left = MARGIN
    middle = left + box_width + widths[LEFT]
    right = middle + box_width + widths[RIGHT]
    for box in boxes:
        box.x = {LEFT: left, MIDDLE: middle, RIGHT: right}[box.column]
    for line in lines:
        if line.gutter == MIDDLE:
            x = middle + box_width / 2
            line.points = [(x, line.source.y + line.source.height), (x, line.dest.y)]
            continue
        inner = middle if line.gutter == LEFT else middle + box_width
        x = inner + line.gutter * (LABEL_ZONE + LANE * (line.lane + 0.5))
        start, end = (
            box.x + (box_width if _face(box, line.gutter) == RIGHT else 0)
            for box in (line.source, line.dest)
        )
        line.points = [(start, line.start_y), (x, line.start_y), (x, line.end_y), (end, line.end_y)]
    return right + box_width + MARGIN


def _face(box: LanePosition, gutter: int) -> int:
    """The side of a box at which a gutter lies."""
    return gutter if box.column == MIDDLE else -box.column


def _attach(lines: Sequence[LaneLine], side: int) -> None:
    """Spread the ends over each box: upward lines on top, far ones outside, so that few cross."""
    boxes = {id(box): box for line in lines for box in (line.source, line.dest)}
    for box in boxes.values():
        ends = [(line, other) for line in lines for other in _far_ends(line, box)]
        up = sorted((e for e in ends if e[1].middle < box.middle), key=lambda e: -e[1].middle)
        down = sorted((e for e in ends if e[1].middle >= box.middle), key=lambda e: -e[1].middle)
        if box.column != MIDDLE:  # it sees the lanes from their other end
            up, down = up[::-1], down[::-1]
        total = sum(line.slots(box, _face(box, side)) for line, _ in ends)
        y = box.middle - SLOT * total / 2
        for line, _ in (*up, *down):
            if line.source is box:
                line.start_y = y + SLOT - 3
            else:
                line.end_y = y + SLOT - 5
            y += SLOT * line.slots(box, _face(box, side))


def _far_ends(line: LaneLine, box: LanePosition) -> list[LanePosition]:
    if line.source is box:
        return [line.dest]
    return [line.source] if line.dest is box else []


def _share_lanes(lines: Sequence[LaneLine]) -> int:
    """Give each line the lane nearest to the middle that is free along its span."""
    lanes: list[list[tuple[float, float]]] = []
    for line in sorted(lines, key=lambda line: line.span[1] - line.span[0]):
        low, high = line.span
        for number, spans in enumerate([*lanes, []]):
            if all(high + SLOT / 2 < span[0] or span[1] + SLOT / 2 < low for span in spans):
                line.lane = number
                break
        if line.lane == len(lanes):
            lanes.append([])
        lanes[line.lane].append(line.span)
    return len(lanes)
