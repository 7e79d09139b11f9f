"""What a contractor has changed in its terms or a machine, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any, NotRequired, TypedDict

#: What tells the rows of a list apart, by the list's name.
KEYS = {
    "materials": "material_id",
    "post_processings": "post_processing_id",
    "tiers": "from_quantity",
    "shipping": "countries",
}
#: Where a figure comes from, ways of reaching a contractor, how it answers: no quote rests on them.
BESIDE = frozenset({"source", "assumption", "channels", "webhook_id"})
BESIDE |= {"max_open_requests", "instant_orders", "shows_calculation", "link_offer_limit"}
#: By the first name of a field, or by its last one where that says more: the kind of figure.
RATES = {"rates", "margin", "preparation", "fixed_costs", "shipping", "tiers", "vat_rate"}
RATES |= {"currency", "price_per_kg", "loss", "support_ratio", "support_fill", "refresh"}
RATES |= {"powder_g_cm3", "shared_job_fill", "allowance_mm", "min_order_value"}
CAPACITY = {"count", "hours_per_day", "queue_days", "cooling_hours", "max_quantity", "speeds"}
CAPACITY |= {"max_build_days", "working_days", "closed_on", "time_zone"}
LIMITS = {"limits", "build_volume_mm", "layer_height_mm", "spacing_mm", "turns_freely"}
LIMITS |= {"layer_height_min_mm", "layer_height_max_mm", "max_order_value", "serves"}
NAMED = ("materials", "post_processings", "express", "certificates", "country")
Table = Mapping[str, Any]


class FieldChangeJson(TypedDict):
    """One field that a contractor has changed, with the figures before and after.

    `materials` are those that it concerns, `treatment` a post-processing. Of a machine that is new
    or gone the `field` is "machine".
    """

    kind: str
    field: str
    before: object
    after: object
    materials: NotRequired[list[str]]
    treatment: NotRequired[str]
    machine_id: NotRequired[str]
    machine: NotRequired[str]
    technology: NotRequired[str]


class _MachineOfChange(TypedDict):
    machine_id: str
    machine: str
    technology: str


def of_terms(before: Table | None, after: Table) -> list[FieldChangeJson]:
    """What is new about the terms; nothing without terms before."""
    return [] if before is None else list(_differences(before, after))


def of_machine(id: str, before: Table | None, after: Table | None) -> list[FieldChangeJson]:
    """What is new about a machine, which may be new itself, or gone.

    Each names the machine, its technology, and the materials that the change concerns.
    """
    known = after or before or {}
    materials = sorted(
        {row["material_id"] for side in (before, after) if side for row in side["materials"]}
    )
    of: _MachineOfChange = {
        "machine_id": id,
        "machine": known["name"],
        "technology": known["technology"],
    }
    if before is None or after is None:
        presence: FieldChangeJson = {
            "kind": "machine",
            "field": "machine",
            "before": before and before["name"],
            "after": after and after["name"],
        }
        return [{**presence, **of, "materials": materials}]
    return [
        {"materials": materials, **difference, **of} for difference in _differences(before, after)
    ]


def _differences(before: Table, after: Table) -> Iterator[FieldChangeJson]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            change: FieldChangeJson = {
                "kind": _kind(path),
                "field": ".".join(path),
                "before": old.get(path),
                "after": new.get(path),
            }
            if len(path) > 1 and path[0] == "materials":
                change["materials"] = [path[1]]
            if len(path) > 1 and path[0] == "post_processings":
                change["treatment"] = path[1]
            yield change


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every figure with the names that lead to it; a row is named by its key."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in BESIDE:
                yield from _leaves(inner, (*path, str(name)))
    elif path and path[-1] in KEYS and isinstance(value, list):
        for row in value:
            key = row[KEYS[path[-1]]]
            yield from _leaves(row, (*path, "/".join(key) if isinstance(key, list) else str(key)))
    else:
        yield path, value


def _kind(path: tuple[str, ...]) -> str:
    for kind, names in (("limits", LIMITS), ("rates", RATES), ("capacity", CAPACITY)):
        if not names.isdisjoint((path[0], *path[2:])):
            return kind
    return path[0] if path[0] in NAMED else "machine"
