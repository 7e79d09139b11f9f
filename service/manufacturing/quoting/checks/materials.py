"""Checks whether a material comes in the colour, filling and finish that were ordered."""

from collections.abc import Collection, Sequence

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.checks.change import Change, listed
from service.manufacturing.quoting.checks.check import Check, Verdict


def infill(candidate: Candidate) -> Check | None:
    """An infill means something only to material extrusion."""
    asked = candidate.order.infill
    if asked is None:
        return None
    heard = candidate.machine.technology == "MEX"
    return Check(
        check="infill",
        verdict=Verdict.PASS if heard else Verdict.WARN,
        value=asked,
        limit=None,
        unit="",
        reason=f"the inside is filled to {asked}"
        if heard
        else f"{candidate.machine.process} builds solid, the infill of {asked} is not used",
    )


def color(candidate: Candidate) -> Check | None:
    """The material comes in that colour, however the client writes it."""
    asked = candidate.order.color
    if asked is None:
        return None
    offered = candidate.offered.colors
    there = asked.casefold() in candidate.offered.color_keys
    names = ", ".join(candidate.offered.colors_in_words) or "its natural colour only"
    return Check(
        check="color",
        verdict=Verdict.PASS if there else Verdict.FAIL,
        value=asked,
        limit=names,
        unit="",
        reason=f"{candidate.material.name} comes in {asked}"
        if there
        else f"{candidate.material.name} does not come in {asked}; there is {names}",
        change=None if there else _other_color(offered),
    )


def _other_color(offered: tuple[str, ...]) -> Change:
    if not offered:
        return Change("color", None, "take it in its natural colour")
    return Change("color", offered[0], f"choose {' or '.join(offered)}")


def post_processing(candidate: Candidate) -> Check | None:
    """Every treatment is offered, suits the material, and none excludes another."""
    wanted = candidate.order.post_processing_ids
    if not wanted:
        return None
    obstacles = [
        obstacle for treatment in wanted if (obstacle := _obstacle(candidate, treatment, wanted))
    ]
    return Check(
        check="post_processing",
        verdict=Verdict.FAIL if obstacles else Verdict.PASS,
        value=", ".join(wanted),
        limit=", ".join(
            offered.post_processing_id for offered in candidate.contractor.post_processings
        ),
        unit="",
        reason="; ".join(obstacles) or f"{', '.join(wanted)} suit {candidate.material.name}",
        change=_fewer(candidate) if obstacles else None,
    )


def _fewer(candidate: Candidate) -> Change:
    """Keep what is possible, the earlier of two that exclude each other."""
    possible: list[str] = []
    for treatment in candidate.order.post_processing_ids:
        with_it = [*possible, treatment]
        if not any(_obstacle(candidate, name, with_it) for name in with_it):
            possible = with_it
    wanted = candidate.order.post_processing_ids
    return without(wanted, [name for name in wanted if name not in possible])


def without(wanted: Sequence[str], left_out: Collection[str]) -> Change:
    """Keep the treatments that are `wanted`, some of them `left_out`."""
    remaining = tuple(name for name in wanted if name not in left_out)
    extent = len(left_out) / len(wanted)
    detail = f"do without {listed(left_out)}"
    return Change("post_processing_ids", remaining, detail, extent=extent)


def _obstacle(candidate: Candidate, treatment_id: str, beside: Collection[str]) -> str | None:
    treatment = candidate.catalogue.post_processings.get(treatment_id)
    if treatment is None:
        return f"the catalogue knows no post-processing {treatment_id!r}"
    offered = candidate.contractor.post_processing(treatment_id)
    if offered is None:
        return f"{treatment.name} is not offered"
    material = candidate.material
    if not treatment.treats(material) or (
        offered.material_ids and material.id not in offered.material_ids
    ):
        return f"{treatment.name} is not possible for {material.name}"
    others = set(beside) & set(treatment.excludes)
    return f"{treatment.name} excludes {', '.join(sorted(others))}" if others else None
