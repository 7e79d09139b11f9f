"""Says what has changed since a verification: inputs, versions, what contractors ask and can do."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue.differences import FieldChangeJson
from service.manufacturing.quoting.record_json import FileJson, InputsJson

#: Inputs that are told apart by other means than their value.
APART = frozenset({"files", "catalogue_digest"})
#: What the inputs are called in a sentence, where not by their name without its unit.
CALLED = {
    "material_id": "material",
    "color": "colour",
    "post_processing_ids": "post-processing",
    "layer_height_mm": "layer height",
    "tolerance_mm": "tolerance",
    "surface_roughness_um": "surface roughness",
    "wanted_date": "wanted date",
    "delivery_country": "country of delivery",
    "analysis_version": "the version of the analysis",
    "engine_version": "the version of the calculation",
    "rules_version": "the version of the rules",
}
UNITS = {"layer_height_mm": " mm", "tolerance_mm": " mm", "surface_roughness_um": " µm"}
#: A rate that changes makes no contractor able to make a part that it refused.
NOT_FOR_THE_REFUSED = frozenset({"rates"})
#: So many reasons are told one by one.
MOST_REASONS = 20


@dataclass(frozen=True)
class Reason:
    """One thing that is not as it was. `blocks`: what is sent would rest on it.

    `before` and `after` of a contractor's figures are for operators, see `for_clients`.
    """

    what: str
    detail: str
    before: Any = None
    after: Any = None
    contractor_id: str | None = None
    contractor: str | None = None
    machine: str | None = None
    blocks: bool = True

    def for_clients(self) -> "Reason":
        """Without the figures of a contractor: that they have changed, not what they are."""
        return replace(self, before=None, after=None) if self.contractor_id else self


@dataclass(frozen=True)
class ContractorChange:
    """One field of a contractor that is another one since a version of the catalogue."""

    contractor_id: str
    contractor: str
    change: FieldChangeJson


def of_inputs(before: InputsJson, after: InputsJson) -> list[Reason]:
    """What is another one of two sets of inputs, but for files and the catalogue."""
    old, new = dict(before), dict(after)
    return [
        Reason(name, _sentence(name, old.get(name), new.get(name)), old.get(name), new.get(name))
        for name in dict.fromkeys((*new, *old))
        if name not in APART and old.get(name) != new.get(name)
    ]


def _sentence(name: str, before: Any, after: Any) -> str:
    return f"{CALLED.get(name, name)}: {_as_text(name, before)} → {_as_text(name, after)}"


def _as_text(name: str, value: Any) -> str:
    if value is None or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text + UNITS.get(name, "")


def of_files(
    before: Sequence[FileJson],
    after: Sequence[FileJson],
    names: Mapping[str, str],
) -> list[Reason]:
    """Files that came, went, or have another unit; `names` by content."""
    old = sorted((file["sha256"], file["unit"]) for file in before)
    new = sorted((file["sha256"], file["unit"]) for file in after)
    gone, come = _without(old, new), _without(new, old)
    reasons = []
    for sha256, unit in list(gone):
        other = next((file for file in come if file[0] == sha256), None)
        if other:
            gone.remove((sha256, unit))
            come.remove(other)
            detail = f"unit of {_name(sha256, names)}: {unit or 'none'} → {other[1] or 'none'}"
            reasons.append(Reason("unit", detail, unit, other[1]))
    for sha256, _ in gone:
        again = next((file for file in come if _name(file[0], names) == _name(sha256, names)), None)
        if again:
            come.remove(again)
        detail = f"{_name(sha256, names)} was {'replaced' if again else 'taken away'}"
        reasons.append(Reason("files", detail, sha256, again[0] if again else None))
    added = (Reason("files", f"{_name(file[0], names)} was added", None, file[0]) for file in come)
    return [*reasons, *added]


def _without(files: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return list((Counter(files) - Counter(others)).elements())


def _name(sha256: str, names: Mapping[str, str]) -> str:
    return f"'{names[sha256]}'" if sha256 in names else f"the file {sha256[:12]}"


def of_contractors(
    changes: Iterable[ContractorChange],
    inputs: Mapping[str, Any],
    chosen: Collection[str],
    suitable: Collection[str],
) -> list[Reason]:
    """What contractors have changed, oldest first, that the answer to these inputs rests on.

    What was changed back counts for nothing. Those of the chosen ones block, and come first.
    """
    lasting: dict[tuple[str, str, str], ContractorChange] = {}
    for changed in changes:
        if not _concerns(changed, inputs, suitable):
            continue
        key = (changed.contractor_id, changed.change.get("machine_id", ""), changed.change["field"])
        first = lasting.get(key, changed).change["before"]
        lasting[key] = replace(changed, change={**changed.change, "before": first})
    reasons = [
        _reason(changed, changed.contractor_id in chosen)
        for changed in lasting.values()
        if changed.change["before"] != changed.change["after"]
    ]
    return _shortened(sorted(reasons, key=lambda r: (not r.blocks, r.contractor, r.detail)))


def _concerns(
    changed: ContractorChange, inputs: Mapping[str, Any], suitable: Collection[str]
) -> bool:
    change = changed.change
    if changed.contractor_id not in suitable and change["kind"] in NOT_FOR_THE_REFUSED:
        return False
    material = inputs.get("material_id")
    if material and "materials" in change and material not in change["materials"]:
        return False
    asked = standards.resolve(inputs["technology"]) if inputs.get("technology") else None
    if asked and change.get("technology", asked.code) != asked.code:
        return False
    treatment = change.get("treatment")
    if treatment and treatment not in (inputs.get("post_processing_ids") or []):
        return False
    return change["kind"] != "express" or bool(inputs.get("express"))


def _reason(changed: ContractorChange, blocks: bool) -> Reason:
    change = changed.change
    machine = change.get("machine")
    of_it = f" of its machine {machine}" if machine else ""
    field = change["field"]
    if field == "machine":
        sentence = f"machine {machine} {'is gone' if change['after'] is None else 'is new'}"
        detail = f"{changed.contractor}: {sentence}"
    else:
        detail = f"{change['kind'].replace('_', '-')} of {changed.contractor}: {field}{of_it}"
    return Reason(
        what=change["kind"],
        detail=detail,
        before=change["before"],
        after=change["after"],
        contractor_id=changed.contractor_id,
        contractor=changed.contractor,
        machine=machine,
        blocks=blocks,
    )


def _shortened(reasons: list[Reason]) -> list[Reason]:
    if len(reasons) <= MOST_REASONS:
        return reasons
    more = reasons[MOST_REASONS:]
    rest = Reason(
        "contractors", f"and {len(more)} more changes", blocks=any(r.blocks for r in more)
    )
    return [*reasons[:MOST_REASONS], rest]
