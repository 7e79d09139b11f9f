"""Checks whether a machine can build what the shape of a part asks for, and where it cannot."""

from collections.abc import Iterator
from decimal import Decimal

from service.manufacturing.quoting.catalogue import Candidate, Part, Traits
from service.manufacturing.quoting.checks.change import Change
from service.manufacturing.quoting.checks.check import Check, Verdict, at_least, too_little
from service.manufacturing.quoting.checks.parts import at


def wall(candidate: Candidate) -> Check | None:
    """Walls are as thick as the machine can build them in this material.

    It fails where a twentieth of the surface surely has a thinner wall than the limit, whatever
    the error of that measure. A single place below it only warns, as it may be an edge.
    """
    measured = [
        (traits.wall, traits.wall_at_most, traits.thinnest, traits.thinnest_at, part)
        for part, traits in _shapes(candidate)
        if traits.wall is not None
        and traits.wall_at_most is not None
        and traits.thinnest is not None
    ]
    if not measured:
        return None
    value, _, _, place, part = min(measured, key=lambda row: row[0])
    values = value, min(most for _, most, *_ in measured)
    check = _held("wall", "wall_mm", candidate, values, "a twentieth of all walls, up to one")
    if check is not None and check.verdict is not Verdict.PASS:
        thicker = Change("files", None, f"make the walls at least {check.limit} mm thick")
        change = thicker if check.verdict is Verdict.FAIL else None
        return check._replace(where=at(part, place), change=change)
    _, _, thinnest, place, part = min(measured, key=lambda row: row[2])
    check = at_least("wall", "wall_mm", candidate, thinnest, "the thinnest wall")
    return _warning(check, at(part, place))


def smallest_feature(candidate: Candidate) -> Check | None:
    """Pins, ribs, slots and bores are wide enough; it only warns, since the client may not mind."""
    measured = [
        (traits.smallest_feature, traits.smallest_at, part)
        for part, traits in _shapes(candidate)
        if traits.smallest_feature is not None
    ]
    if not measured:
        return None
    value, place, part = min(measured, key=lambda row: row[0])
    what = "the smallest feature or gap"
    check = at_least("smallest_feature", "feature_mm", candidate, value, what)
    return _warning(check, at(part, place))


def supports(candidate: Candidate) -> Check | None:
    """The part is not mostly supports: its share of all that is built is enough.

    Laid the best of six ways, with supports wherever it leans over by more than 45 degrees. Where
    loose powder carries the part, none are needed.
    """
    if candidate.machine.stacks:
        return None
    shares = [
        (part.volume / (part.volume + some), part.volume / (part.volume + least), part)
        for part, traits in _shapes(candidate)
        if (some := traits.supports) is not None
        and (least := traits.supports_at_least) is not None
        and part.volume
    ]
    what = "the part's share of all that is built"
    advice = "lean less over, or split the part"
    return _share("supports", "part_share", candidate, shares, (what, advice))


def trapped(candidate: Candidate) -> Check | None:
    """Powder or resin can get out: not too much of the space within the part is shut in."""
    shares = [
        (share, share, part)
        for part, traits in _shapes(candidate)
        if part.volume
        for share in [part.volume / (part.volume + traits.trapped)]
    ]
    what = "the share of the part's inside that is solid, the rest being shut in"
    advice = "open the cavities, or fill them"
    return _share("trapped", "solid_share", candidate, shares, (what, advice))


def escape_holes(candidate: Candidate) -> Check | None:
    """Powder or resin gets out of hollow spaces easily: their ways out are wide enough.

    It fails where the narrowest way out is surely below the limit, whatever the tolerance of its
    measure. None where there are no such spaces; what is shut in altogether is `trapped`.
    """
    measured = [
        (traits.opening, traits.opening_tolerance or Decimal(0), traits, part)
        for part, traits in _shapes(candidate)
        if traits.opening is not None
    ]
    if not measured:
        return None
    surely = min(opening + tolerance for opening, tolerance, _, _ in measured)
    opening, tolerance, traits, part = min(measured, key=lambda row: row[0])
    what = (
        f"the way out, give or take {tolerance:.1f} mm, of {traits.pocket or 0:.0f} mm3 "
        "of hollow space: a diameter"
    )
    check = _held("escape_holes", "escape_mm", candidate, (opening, surely), what)
    if check is None or check.verdict is Verdict.PASS:
        return check
    wider = Change("files", None, f"open hollow spaces at least {check.limit} mm wide")
    change = wider if check.verdict is Verdict.FAIL else None
    return check._replace(where=at(part, traits.opening_at), change=change)


def crossings(part: Part) -> Check | None:
    """No triangles pass through each other: bodies that overlap are counted twice in the volume."""
    if part.traits is None:
        return None
    pairs = part.traits.crossings
    return Check(
        check="crossings",
        verdict=Verdict.WARN if pairs else Verdict.PASS,
        value=pairs,
        limit=0,
        unit="pairs",
        reason=f"{pairs} pairs of triangles pass through each other: the volume is doubtful"
        if pairs
        else "no triangles pass through each other",
        where=at(part, part.traits.crossing_at),
    )


def _shapes(candidate: Candidate) -> Iterator[tuple[Part, Traits]]:
    return ((part, part.traits) for part in candidate.order.parts if part.traits is not None)


def _share(
    check: str,
    limit_name: str,
    candidate: Candidate,
    shares: list[tuple[Decimal, Decimal, Part]],
    words: tuple[str, str],
) -> Check | None:
    limit = candidate.machine.limit(limit_name, candidate.offered)
    if limit is None or not shares:
        return None
    value, _, part = min(shares, key=lambda row: row[0])
    surely = min(most for _, most, _ in shares)
    verdict = (
        Verdict.FAIL
        if surely < limit.limit
        else Verdict.WARN
        if value < limit.warning
        else Verdict.PASS
    )
    failing = verdict is Verdict.FAIL
    bound = limit.limit if failing else limit.warning
    what, advice = words
    return Check(
        check=check,
        verdict=verdict,
        value=value.quantize(Decimal("0.0001")),
        limit=bound,
        unit="",
        reason=f"{what}, {value:.0%} {'>=' if verdict is Verdict.PASS else '<'} {bound:.0%}",
        where=at(part),
        change=Change("files", None, advice) if failing else None,
    )


def _held(
    check: str, limit_name: str, candidate: Candidate, value: tuple[Decimal, Decimal], what: str
) -> Check | None:
    """Hold a length, and what it is at most whatever its error, against a limit of that name.

    It fails if even the latter is below the limit; else it warns.
    """
    measured, surely = value
    result = at_least(check, limit_name, candidate, surely, what)
    if result is None or result.verdict is not Verdict.FAIL:
        result = at_least(check, limit_name, candidate, measured, what)
        failing = result is not None and result.verdict is Verdict.FAIL
        return result._replace(verdict=Verdict.WARN) if result is not None and failing else result
    limit = candidate.machine.limit(limit_name, candidate.offered)
    assert limit is not None
    return result._replace(value=measured, reason=too_little(what, measured, limit.limit))


def _warning(check: Check | None, where: str) -> Check | None:
    if check is None or check.verdict is Verdict.PASS:
        return check
    return check._replace(verdict=Verdict.WARN, where=where)
