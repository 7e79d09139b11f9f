"""Draws a table of states and moves as an SVG that any browser can show."""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from workflows.actors import Actor
from workflows.definition import DELETE, Deadline, F, Move, S, StateRow
from workflows.drawing.colours import GOAL, LEGEND, actors_colour, state_colour
from workflows.drawing.lanes import MIDDLE, SLOT
from workflows.drawing.layout import BOX_WIDTH, Arrow, Box, Plan, arrange

STYLE: Final = (
    "text{font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;fill:#1f2328}"
    ".name{font-size:14px;font-weight:600;text-anchor:middle}"
    ".note{font-size:10.5px;fill:#57606a;text-anchor:middle}"
    ".label{font-size:11.5px}.title{font-size:18px;font-weight:600}.legend{font-size:12px}"
)


def svg(name: str, initial: S, states: Sequence[StateRow[S]], moves: Sequence[Move[S, F]]) -> str:
    """A picture of the whole table: boxes coloured by whose move it is, one label per trigger."""
    plan = arrange(initial, states, moves)
    goal = next(b for b in reversed(plan.boxes) if b.column == MIDDLE).row.state
    size = f'width="{plan.width:.0f}" height="{plan.height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {plan.width:.0f} '
        f'{plan.height:.0f}" role="img" aria-label={quoteattr(f"The life of a {name}")}>',
        f"<style>{STYLE}</style>",
        f'<rect {size} rx="8" fill="#fff"/>',
        *_head(name, plan),
        *(piece for arrow in plan.arrows for piece in _arrow(arrow)),
        *(piece for box in plan.boxes for piece in _box(box, box.row.state is goal)),
        *(piece for arrow in plan.arrows for piece in _labels(arrow)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head(name: str, plan: Plan) -> Iterator[str]:
    yield f'<text class="title" x="18" y="32">The life of a {escape(name)}</text>'
    yield (
        f'<text class="legend" x="{plan.width - 18:.0f}" y="32" text-anchor="end">'
        "↻ stays where it is &#160; × leads to an end aside</text>"
    )
    for number, (words, (stroke, tint)) in enumerate(LEGEND):
        x = 18 + number * (plan.width - 36) / len(LEGEND)
        yield (
            f'<rect x="{x:.1f}" y="46" width="14" height="14" rx="3" fill="{tint}" '
            f'stroke="{stroke}"/><text class="legend" x="{x + 20:.1f}" y="57.5">{words}</text>'
        )


def _box(box: Box, goal: bool) -> Iterator[str]:
    row = box.row
    stroke, tint = GOAL if goal else state_colour(row)
    dashes = ' stroke-dasharray="5 3"' if row.automatic else ""
    yield f"<g><title>{escape(row.state.value)}: {escape(row.summary)}</title>"
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{BOX_WIDTH}" height="{box.height:.1f}" '
        f'rx="8" fill="{tint}" stroke="{stroke}" stroke-width="1.5"{dashes}/>'
    )
    notes = [*([_deadline(row.deadline, row.automatic)] if row.deadline else []), *box.notes]
    x, y = box.x + BOX_WIDTH / 2, box.middle - 6.5 * len(notes) + 5
    yield f'<text class="name" x="{x:.1f}" y="{y:.1f}">{escape(row.state.value)}</text>'
    for number, note in enumerate(notes, start=1):
        yield f'<text class="note" x="{x:.1f}" y="{y + 13 * number:.1f}">{escape(note)}</text>'
    yield "</g>"


def _arrow(arrow: Arrow) -> Iterator[str]:
    stroke, _ = actors_colour(arrow.by)
    dashes = ' stroke-dasharray="5 3"' if arrow.by == {Actor.SYSTEM} else ""
    points = arrow.line.points
    yield f'<path d="{_rounded(points)}" fill="none" stroke="{stroke}" stroke-width="1.4"{dashes}/>'
    (x0, _), (x, y) = points[-2:]
    if arrow.line.gutter == MIDDLE:
        head = f"M{x:.1f} {y:.1f}l-4 -8h8z"
    else:
        head = f"M{x:.1f} {y:.1f}l{8 if x0 > x else -8} -4v8z"
    yield f'<path d="{head}" fill="{stroke}"/>'


def _rounded(points: Sequence[tuple[float, float]]) -> str:
    if len(points) == 2:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    (x1, y1), (x, _), (_, y2), (x2, _) = points
    r = min(6.0, abs(y2 - y1) / 2)
    down, outward, onward = (r if y2 > y1 else -r), (r if x > x1 else -r), (r if x2 > x else -r)
    return (
        f"M{x1:.1f} {y1:.1f}H{x - outward:.1f}Q{x:.1f} {y1:.1f} {x:.1f} {y1 + down:.1f}"
        f"V{y2 - down:.1f}Q{x:.1f} {y2:.1f} {x + onward:.1f} {y2:.1f}H{x2:.1f}"
    )


def _labels(arrow: Arrow) -> Iterator[str]:
    (x, y), (x2, y2) = arrow.line.points[:2]
    if arrow.line.gutter == MIDDLE:
        x, y, anchor = x + 8, (y + y2) / 2 + 4 - 7 * (len(arrow.triggers) - 1), "start"
    elif x2 > x:
        x, y, anchor = x + 6, y - 4, "start"
    else:
        x, y, anchor = x - 6, y - 4, "end"
    for number, trigger in enumerate(arrow.triggers):
        by = {actor for move in arrow.moves if move.trigger == trigger for actor in move.by}
        fill, _ = actors_colour(by)
        yield (
            f'<text class="label" x="{x:.1f}" y="{y + SLOT * number:.1f}" text-anchor="{anchor}" '
            f'style="fill:{fill}">{escape(trigger)}</text>'
        )


def _deadline(deadline: Deadline, automatic: bool) -> str:
    if automatic:
        return f"lease {_duration(deadline)}"
    outcome = {None: "reminder", DELETE: "deleted"}.get(deadline.then, deadline.then)
    visitors = " (visitors)" if deadline.visitors_only else ""
    return f"after {_duration(deadline)}: {outcome}{visitors}"


def _duration(deadline: Deadline) -> str:
    seconds = int(deadline.after.total_seconds())
    for length, unit in ((86400 * 3, "days"), (3600, "h"), (60, "min")):
        if seconds > length:
            return f"{seconds // (86400 if unit == 'days' else length)} {unit}"
    return f"{seconds} s"
