"""Finds the smallest set of changes that would let a contractor make an order.

Every field that a client can change counts: what is ordered of what and how (`EASIEST_FIRST`). A
set is built for each of the contractor's machines and materials from what its checks ask for; where
that takes too long or costs too much, it is widened by what makes an order smaller or simpler. What
is found is asked again as a whole before it is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, product

from service.manufacturing.quoting.catalogue import BadData, Candidate, CandidateKey, Order
from service.manufacturing.quoting.checks import Change, Check, check_candidate, failed
from service.manufacturing.quoting.checks.change import merged
from service.manufacturing.quoting.checks.contractors import delivered_to
from service.manufacturing.quoting.checks.materials import without
from service.manufacturing.quoting.matching.capacity import fewer_pieces, in_time
from service.manufacturing.quoting.matching.options import Option
from service.manufacturing.quoting.matching.revised import revised

#: Of equally many changes that keep as much of material and technology the easier ones are
#: nearer. A judgement of this project: a colour is given up before a treatment, and a treatment
#: before the shape of the part.
EASIEST_FIRST = (
    "color",
    "layer_height_mm",
    "tolerance_mm",
    "express",
    "certificate",
    "quantity",
    "post_processing_ids",
    "delivery_address.country",
    "technology",
    "material_id",
    "files",
    "box_mm",
)
EFFORT = {field: effort for effort, field in enumerate(EASIEST_FIRST)}
#: These are changed in the model: what else is wrong is seen once they are done.
SHAPES = frozenset({"files", "box_mm"})
#: What makes an order cheaper or sooner built, in the order in which it is tried.
EASING = (
    "express",
    "quantity",
    "layer_height_mm",
    "post_processing_ids",
    "delivery_address.country",
)
#: A change can bring up what another one has hidden, and no more often than there are checks.
ROUNDS = 6

Changes = tuple[Change, ...]


@dataclass(frozen=True)
class _Way:
    """One option, and all that its checks ask to be changed; `candidate` is it with that changed.

    `is_checked` is one of which the order with just these changes has passed all checks.
    """

    option: Option
    changes: Changes
    candidate: Candidate
    is_checked: bool

    @cached_property
    def is_enough(self) -> bool:
        """Whether it is soon and cheap enough with just these changes."""
        return in_time(self.candidate)


def smallest_changes(
    options: Sequence[Option],
    general: Sequence[Check],
    known: Mapping[CandidateKey, Sequence[Check]],
    suits: Callable[[Order, CandidateKey | None], bool],
) -> Changes:
    """The fewest changes that together let the contractor make the order.

    `options` come nearest first, `general` are the checks that fail whatever the option, `known`
    those that some options fail of their own. `suits` says whether the contractor makes an order
    that is changed, which one of its candidates may be known to be able to. Empty if nothing that
    the client can change suffices.
    """
    common = _wanted(general)
    if common is None:
        return ()
    ways: dict[int, _Way | None] = {}
    for count in range(1, len(EASIEST_FIRST) + 1):
        best: Changes = ()
        for place, option in enumerate(options):
            if option.least > count or (best and option.least == count):
                break  # whatever follows takes at least as many
            if place not in ways:
                ways[place] = _way(option, common, known)
            way = ways[place]
            changes = _eased(way, count)
            if not (way and changes) or (best and _effort(changes) >= _effort(best)):
                continue
            able = option.candidate.key if way.is_checked and way.is_enough else None
            just_these = changes is way.changes
            order = way.candidate.order if just_these else revised(option.candidate.order, changes)
            if suits(order, able):
                best = changes
        if best:
            return best
    return ()


def _effort(changes: Changes) -> tuple[int, float]:
    """Of as many changes the less, the nearer."""
    return (
        sum(EFFORT[change.field] for change in changes),
        sum(change.extent for change in changes),
    )


def _way(
    option: Option, common: Changes, known: Mapping[CandidateKey, Sequence[Check]]
) -> _Way | None:
    """What the checks of an option ask for; None if the client can do nothing about one of them,
    if its data are bad, or if even the smallest such order cannot be made.
    """
    try:
        way = _asked_for(option, common, known)
        return way if way and (way.is_enough or _can_be_eased(way)) else None
    except (BadData, ArithmeticError):
        return None


def _asked_for(
    option: Option, common: Changes, known: Mapping[CandidateKey, Sequence[Check]]
) -> _Way | None:
    """The changes of the option, of the model, of what else its checks ask for, and the common."""
    unchanged = option.candidate
    mended = [change for change in common if change.field in SHAPES]
    changes = {change.field: change for change in (*option.changes, *mended)}
    for _ in range(ROUNDS):
        candidate = unchanged.with_order(revised(unchanged.order, changes.values()))
        checks = known.get(unchanged.key) if len(changes) == len(option.changes) else None
        asked = _wanted(failed(check_candidate(candidate)) if checks is None else checks)
        if asked is None:
            return None
        shapes = [change for change in asked if change.field in SHAPES]
        others = [change for change in common if change.field not in SHAPES]
        for change in shapes or (*asked, *others):
            before = changes.get(change.field)
            changes[change.field] = merged(before, change) if before else change
        if not shapes:
            added = bool(asked or others)
            if added:
                candidate = unchanged.with_order(revised(unchanged.order, changes.values()))
            return _Way(option, tuple(changes.values()), candidate, is_checked=not added)
    return None


def _wanted(checks: Sequence[Check]) -> Changes | None:
    """What would mend them all, each field of it once; None if nothing mends one of them.

    Of several boxes the first: the next round asks for what is left.
    """
    by_field: dict[str, Change] = {}
    for check in checks:
        change = check.change
        if change is None:
            return None
        if change.field not in by_field:
            by_field[change.field] = change
        elif change.field != "box_mm":
            by_field[change.field] = merged(by_field[change.field], change)
    return tuple(by_field.values())


def _can_be_eased(way: _Way) -> bool:
    """Whether an order of one, with nothing that makes it dearer or slower, can be made."""
    most = [field for field in EASING if field != "quantity"]
    candidate = way.candidate
    single = candidate.with_order(replace(candidate.order, quantity=1))
    last = [tuple(_easier(single, field))[-1:] for field in most[:-1]]
    simplest = revised(single.order, chain.from_iterable(last))
    countries = _easier(single, most[-1])
    orders = [simplest, *(revised(simplest, [country]) for country in countries)]
    return any(in_time(candidate.with_order(order)) for order in orders)


def _eased(way: _Way | None, count: int) -> Changes:
    """The set of so many changes with which the way's order is soon and cheap enough, if any."""
    if way is None or way.is_enough:
        return way.changes if way and count == len(way.changes) else ()
    asked = [change.field for change in way.changes]
    further = [field for field in EASING if field not in asked]
    for more in combinations(further, count - len(asked)) if count >= len(asked) else ():
        fields = [field for field in EASING if field in (*asked, *more)]
        if changes := _first_in_time(way, fields, must=more):
            return changes
    return ()


def _first_in_time(way: _Way, fields: Sequence[str], must: Sequence[str]) -> Changes:
    """The way's changes with those `fields` eased as little as is enough; empty if it is not.

    Those that `must` be changed are, the others may stay as they are asked for.
    """
    candidate = way.candidate
    others = [field for field in fields if field != "quantity"]
    values = [[*([] if f in must else [None]), *_easier(candidate, f)] for f in others]
    for chosen in product(*values):
        easing = [change for change in chosen if change]
        eased = candidate.with_order(revised(candidate.order, easing))
        if "quantity" in fields and ("quantity" in must or not in_time(eased)):
            fewer = fewer_pieces(eased, way.option.candidate.order.quantity)
            if fewer is None or fewer.to == eased.order.quantity:
                continue
            easing.append(fewer)
        elif not in_time(eased):
            continue
        changes = {change.field: change for change in (*way.changes, *easing)}
        return tuple(changes.values())
    return ()


def _easier(candidate: Candidate, field: str) -> Iterable[Change]:
    """What the candidate's order may be changed to in a field to be cheaper or sooner built.

    The nearest first, the one that eases it the most last, but for countries.
    """
    order, contractor = candidate.order, candidate.contractor
    limited = contractor.max_order_value is not None
    if field == "layer_height_mm":
        thickest = candidate.machine.layer_heights[1]
        if candidate.layer_mm < thickest:
            yield Change(field, float(thickest), f"choose layers of {thickest} mm")
    elif field == "express" and limited and order.express:
        yield Change(field, False, "do without express")
    elif field == "post_processing_ids" and limited:
        wanted = order.post_processing_ids
        if len(wanted) > 1:
            yield from (without(wanted, [treatment_id]) for treatment_id in wanted)
        yield from (without(wanted, wanted[count:]) for count in range(len(wanted) - 2, 0, -1))
        if wanted:
            yield without(wanted, wanted)
    elif field == "delivery_address.country" and limited:
        zones = {contractor.zone(order.delivery_country or contractor.country)}
        for country in delivered_to(contractor):
            zone = contractor.zone(country)
            if zone not in zones:
                zones.add(zone)
                yield Change(field, country, f"have it delivered to {country}")
