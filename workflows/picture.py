"""Draws a table of states and moves as an SVG picture."""

from collections.abc import Sequence

from workflows.definition import F, Move, S, StateRow


def svg(name: str, initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]) -> str:
    """A picture of the table: one box per state in the order of the rows."""
    boxes = "".join(
        f'<text x="20" y="{30 + 24 * i}">{row.state.value}</text>' for i, row in enumerate(states)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" height="{40 + 24 * len(states)}">{boxes}</svg>'
