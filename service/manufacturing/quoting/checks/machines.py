"""Checks whether a machine can build parts of these measures as exactly as asked."""

from decimal import Decimal

from service.manufacturing.quoting.catalogue import Candidate
from service.manufacturing.quoting.checks.boxes import shortened, thickened, tightest, too_long
from service.manufacturing.quoting.checks.change import Change, rounded_up
from service.manufacturing.quoting.checks.check import Check, Verdict, at_least

ZERO = Decimal(0)


def build_volume(candidate: Candidate) -> Check:
    """Every part fits the build volume: laid by right angles, or turned about the build axis."""
    machine, parts = candidate.machine, candidate.order.parts
    beyond = [side for part in parts for side in too_long(part, machine)]
    sides = beyond or [tightest(part, machine) for part in parts]
    side = max(sides, key=lambda side: side.length - side.wanted)
    return Check(
        check="build_volume",
        verdict=Verdict.FAIL if beyond else Verdict.PASS,
        value=side.length,
        limit=side.wanted,
        unit="mm",
        reason=f"box {side.length:.1f} mm {'>' if beyond else '<='} {side.wanted:.1f} mm {side.at}",
        change=shortened(candidate) if beyond else None,
    )


def smallest_side(candidate: Candidate) -> Check | None:
    """No part is thinner as a whole than the smallest feature that the machine can build."""
    value = min(part.sides[0] for part in candidate.order.parts)
    check = at_least("smallest_side", "feature_mm", candidate, value, "the thinnest box side")
    if check is None or check.verdict is not Verdict.FAIL:
        return check
    return check._replace(change=thickened(candidate, Decimal(check.limit or 0)))


def mean_wall(candidate: Candidate) -> Check | None:
    """A sheet's mean wall, twice volume over surface, only warns: thinner spots stay unseen.

    It stands in for parts whose walls were not measured.
    """
    unmeasured = [
        part for part in candidate.order.parts if part.traits is None or part.traits.wall is None
    ]
    if not unmeasured:
        return None
    value = min(
        2 * part.volume / part.surface if part.surface else Decimal(0) for part in unmeasured
    )
    check = at_least("mean_wall", "wall_mm", candidate, value, "the mean wall")
    if check is None or check.verdict is Verdict.PASS:
        return check
    return Check(
        check=check.check,
        verdict=Verdict.WARN,
        value=check.value,
        limit=check.limit,
        unit=check.unit,
        reason=check.reason,
    )


def tolerance(candidate: Candidate) -> Check | None:
    """The tolerance asked for is one that the machine holds over the largest side."""
    asked = candidate.order.tolerance_mm
    if asked is None:
        return None
    largest = max(part.sides[2] for part in candidate.order.parts)
    best, usual = tolerances(candidate)
    verdict = Verdict.FAIL if asked < best else Verdict.WARN if asked < usual else Verdict.PASS
    reason = {
        Verdict.FAIL: f"+-{asked} mm < +-{best:.3f} mm, the best over {largest:.1f} mm",
        Verdict.WARN: f"+-{asked} mm < +-{usual:.3f} mm, what is usual over {largest:.1f} mm",
        Verdict.PASS: f"+-{asked} mm >= +-{usual:.3f} mm",
    }[verdict]
    limit = best if verdict is Verdict.FAIL else usual
    return Check(
        check="tolerance",
        verdict=verdict,
        value=asked,
        limit=limit,
        unit="mm",
        reason=reason,
        change=_wider(asked, best) if verdict is Verdict.FAIL else None,
    )


def tolerances(candidate: Candidate) -> tuple[Decimal, Decimal]:
    """What the machine holds at best and usually over the largest side, plus or minus, in mm.

    Both 0 if neither contractor nor category states a limit.
    """
    machine, offered = candidate.machine, candidate.offered
    fixed = machine.limit("tolerance_mm", offered)
    share = machine.limit("tolerance_ratio", offered)
    largest = max(part.sides[2] for part in candidate.order.parts)
    best = max(fixed.limit if fixed else ZERO, share.limit * largest if share else ZERO)
    usual = max(fixed.warning if fixed else ZERO, share.warning * largest if share else ZERO)
    return best, usual


def _wider(asked: Decimal, best: Decimal) -> Change:
    to = rounded_up(best, "0.001")
    return Change("tolerance_mm", float(to), f"allow +-{to} mm", extent=float(1 - asked / to))


def surface(candidate: Candidate) -> Check | None:
    """The surface asked for comes out of the machine; it only warns: finishing may smoothen it."""
    asked = candidate.order.surface_roughness_um
    limit = candidate.machine.limit("surface_um", candidate.offered)
    if asked is None or limit is None:
        return None
    bound = limit.limit if asked < limit.limit else limit.warning
    smooth = asked >= bound
    finished = ", ".join(candidate.order.post_processing_ids)
    by = f"; {finished} must bring it there" if finished else "; order a treatment, or ask"
    return Check(
        check="surface",
        verdict=Verdict.PASS if smooth else Verdict.WARN,
        value=asked,
        limit=bound,
        unit="µm",
        reason=f"Ra {asked} µm >= {bound} µm as built"
        if smooth
        else f"Ra {asked} µm < {bound} µm as built{by}",
    )


def near_net_shape(candidate: Candidate) -> Check | None:
    """Directed energy deposition builds beads of a millimetre or more: faces are machined after.

    It only warns: what is welded is a blank, near the net shape.
    """
    if candidate.machine.technology != "DED":
        return None
    allowance = candidate.machine.allowance_mm
    left = f"{allowance} mm are left for that" if allowance else "leave material on them for that"
    return Check(
        check="near_net_shape",
        verdict=Verdict.WARN,
        value=allowance,
        limit=None,
        unit="mm",
        reason="is built near its net shape: faces that must fit are machined afterwards, "
        f"outside this price unless it is ordered; {left}",
    )


def layer_height(candidate: Candidate) -> Check | None:
    """The machine can build layers of the height asked for."""
    asked = candidate.order.layer_height_mm
    if asked is None:
        return None
    low, high = candidate.machine.layer_heights
    inside = low <= asked <= high
    limit = low if asked < low else high
    sign = "<" if asked < low else ">"
    return Check(
        check="layer_height",
        verdict=Verdict.PASS if inside else Verdict.FAIL,
        value=asked,
        limit=limit,
        unit="mm",
        reason=f"layers of {asked} mm lie from {low} to {high} mm"
        if inside
        else f"layers of {asked} mm {sign} {limit} mm",
        change=None
        if inside
        else Change("layer_height_mm", float(limit), f"choose layers of {limit} mm"),
    )
