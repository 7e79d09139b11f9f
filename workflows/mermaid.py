"""Draws a table of states and moves in Mermaid's language."""

from collections.abc import Sequence

from workflows.definition import F, Move, S, StateRow


def mermaid(initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]) -> str:
    """A `stateDiagram-v2` with one arrow per trigger, start and end."""
    arrows = dict.fromkeys(
        f"    {source.value} --> {move.dest.value} : {move.trigger}"
        for move in moves
        for source in move.sources
    )
    ends = [f"    {row.state.value} --> [*]" for row in states if row.final]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {initial.value}", *arrows, *ends]) + "\n"
