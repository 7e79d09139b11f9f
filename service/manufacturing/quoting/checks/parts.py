"""Checks a part alone, whoever may make it."""

from decimal import Decimal

from service.manufacturing.quoting.catalogue import Part
from service.manufacturing.quoting.checks.change import Change
from service.manufacturing.quoting.checks.check import Check, Verdict


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
    """All triangles turn the same way, or can be turned; else nobody knows what is inside.

    Only a surface that is not closed, or has one side only, cannot be put right.
    """
    right = part.wound_consistently
    mended = Change("files", None, f"repair {_place(part)}: turn its triangles the same way")
    return Check(
        check="wound_consistently",
        verdict=Verdict.PASS if right else Verdict.FAIL,
        value="consistent" if right else "mixed",
        limit="consistent",
        unit="",
        reason="all triangles face the same side"
        if right
        else "the triangles do not face the same side: inside and outside are mixed up",
        where=_place(part),
        change=None if right else mended,
    )


def facing(part: Part) -> Check | None:
    """The surface faces outwards, as 3MF demands of every mesh; elsewhere what was turned is told.

    (3MF Core Specification 1.3, section 4.1: triangles face outwards.) None if nothing had to
    be turned.
    """
    if not part.turned_triangles + part.turned_shells:
        return None
    demanded = part.inside_out and part.format == "3mf"
    count, unit = (
        (part.turned_shells, "shells") if part.turned_shells else (part.turned_triangles, "faces")
    )
    sentence = (
        "the mesh is inside out" if part.inside_out else f"{count} {unit} faced the wrong way"
    )
    rest = "a 3MF file must not be" if demanded else "measured as turned outwards"
    mended = Change("files", None, f"repair {_place(part)}: turn it outside out")
    return Check(
        check="facing",
        verdict=Verdict.FAIL if demanded else Verdict.WARN,
        value=count,
        limit=0,
        unit=unit,
        reason=f"{sentence}: {rest}",
        where=_place(part),
        change=mended if demanded else None,
    )


def union(part: Part) -> Check | None:
    """Shells that touch or overlap are one solid; None where there were none."""
    if not part.united_shells:
        return None
    summed = Decimal(repr(part.summed_volume_mm3))
    return Check(
        check="union",
        verdict=Verdict.PASS,
        value=part.volume,
        limit=summed,
        unit="mm3",
        reason=f"{part.united_shells} shells were united: {part.volume:.1f} mm3 as one solid, "
        f"{summed:.1f} mm3 if each counted by itself",
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
