"""Checks a part alone, whoever may make it."""

from decimal import Decimal

from service.manufacturing.catalogue import Part
from service.manufacturing.checks.change import Change
from service.manufacturing.checks.check import Check, Verdict


def closed(part: Part) -> Check:
    """Every edge is shared by exactly two triangles; else the part has no certain volume."""
    edges, crowded = part.open_edges, part.non_manifold_edges
    faults = []
    if edges or not crowded:
        faults.append(f"{edges} open edges > 0")
    if crowded:
        faults.append(f"edges of more than two triangles: {crowded} > 0")
    reason = (
        f"every edge of the {part.triangles} triangles is shared by exactly two"
        if part.closed
        else f"the surface is not closed: {', '.join(faults)}; "
        "a repaired copy can be asked for, where simple ways lead to one"
    )
    mended = Change("files", None, f"repair {_place(part)}: close its surface")
    return Check(
        check="closed",
        verdict=Verdict.PASS if part.closed else Verdict.FAIL,
        value=edges + crowded,
        limit=0,
        unit="edges",
        reason=reason,
        where=_place(part) if part.closed else at(part, part.open_at),
        change=None if part.closed else mended,
    )


def wound_consistently(part: Part) -> Check:
    """All triangles turn the same way; else inside and outside are mixed up.

    A warning: what prepares a build turns triangles by itself as long as the surface is closed, but
    the volume that a price rests on may be off.
    """
    right = part.wound_consistently
    return Check(
        check="wound_consistently",
        verdict=Verdict.PASS if right else Verdict.WARN,
        value="consistent" if right else "mixed",
        limit="consistent",
        unit="",
        reason="all triangles face the same side"
        if right
        else "the triangles do not face the same side: inside and outside are mixed up, "
        "and the volume is doubtful",
        where=_place(part),
    )


def has_volume(part: Part) -> Check:
    """The part encloses something."""
    return Check(
        check="volume",
        verdict=Verdict.PASS if part.volume > 0 else Verdict.FAIL,
        value=part.volume,
        limit=Decimal(0),
        unit="mm3",
        reason=f"the part encloses {part.volume:.1f} mm3"
        if part.volume > 0
        else "the part encloses nothing: 0 mm3",
        where=_place(part),
        change=None if part.volume > 0 else Change("files", None, f"give {_place(part)} a volume"),
    )


def at(part: Part, place: tuple[float, float, float] | None = None) -> str:
    """Where a check has found something: the part, and the place in its file, in mm."""
    if place is None:
        return _place(part)
    return f"{_place(part)} at ({', '.join(f'{value:.1f}' for value in place)}) mm"


def _place(part: Part) -> str:
    return part.name or part.sha256
