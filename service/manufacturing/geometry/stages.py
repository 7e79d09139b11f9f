"""Names the stages of an analysis, and how much of it is done when each begins."""

from collections.abc import Callable, Mapping

#: Called when a stage begins, with its name.
Reached = Callable[[str], None]

#: The share of the whole time that has passed when a stage begins, as measured on a closed binary
#: STL of a million triangles. Text takes longer to read, so its first stage lasts longer.
STAGES: Mapping[str, float] = {
    "reading": 0.00,
    "measuring": 0.05,
    "hull": 0.16,
    "oriented_box": 0.37,
    "sorting": 0.43,
    "bodies": 0.55,
    "pockets": 0.62,
    "walls": 0.66,
    "overhangs": 0.72,
    "crossings": 0.84,
}


def ignore_stage(stage: str) -> None:
    """Hear of a stage and do nothing."""
