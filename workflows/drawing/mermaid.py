"""Draws a table of states and moves as a Mermaid diagram."""

from collections.abc import Sequence

from workflows.definition import F, Move, S, StateRow
from workflows.drawing.colours import Colour, state_colour


def mermaid(initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]) -> str:
    """A `stateDiagram-v2` with one arrow per trigger and source, coloured by whose move it is."""
    arrows = dict.fromkeys(
        f"    {source.value} --> {move.dest.value} : {move.trigger}"
        for move in moves
        for source in move.sources
    )
    ends = [f"    {row.state.value} --> [*]" for row in states if row.final]
    groups: dict[Colour, list[str]] = {}
    for row in states:
        groups.setdefault(state_colour(row), []).append(row.state.value)
    colours = [
        line
        for number, ((stroke, tint), names) in enumerate(groups.items(), start=1)
        for line in (
            f"    classDef colour{number} fill:{tint},stroke:{stroke},color:#1f2328",
            f"    class {','.join(names)} colour{number}",
        )
    ]
    lines = ["stateDiagram-v2", f"    [*] --> {initial.value}", *arrows, *ends, *colours]
    return "\n".join(lines) + "\n"
