"""Says what an order of a part still leaves open, after the subjects of ISO/ASTM 52901.

ISO/ASTM 52901:2017 lists what purchaser and supplier of additively manufactured parts have to agree
on. The subjects are its own, their wording and their mapping to fields are this project's; no
clause is cited. Advice: nothing is refused for being incomplete.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SOURCE = "ISO/ASTM 52901:2017"


@dataclass(frozen=True)
class Requirement:
    """A subject: any of `fields` states it. `verified`: a verification depends on all of them."""

    name: str
    subject: str
    fields: tuple[str, ...]
    matters_for: str
    verified: bool = True
    technologies: frozenset[str] = frozenset()
    """Codes of ISO/ASTM 52900 for which alone it means something; empty: for all."""


REQUIREMENTS = (
    Requirement("part_definition", "geometry of the part", ("files",), "everything"),
    Requirement("units", "unit of each model file", ("units",), "size, price and fit"),
    Requirement("quantity", "number of pieces", ("quantity",), "price and lead time"),
    Requirement(
        "process", "process category", ("technology",), "properties, tolerances and comparability"
    ),
    Requirement("material", "material", ("material_id",), "strength, price and comparability"),
    Requirement("appearance", "colour", ("color",), "how the part looks"),
    Requirement(
        "tolerances", "dimensional tolerances", ("tolerance_mm",), "whether the part is accepted"
    ),
    Requirement("surface", "surface texture", ("surface_roughness_um",), "sealing, sliding, looks"),
    Requirement(
        "process_parameters",
        "layer height",
        ("layer_height_mm",),
        "surface, strength and building time",
    ),
    Requirement(
        "infill",
        "filling of the inside",
        ("infill",),
        "strength, weight and price",
        technologies=frozenset({"MEX"}),
    ),
    Requirement(
        "post_processing", "post-processing", ("post_processing_ids",), "surface, fit and strength"
    ),
    Requirement(
        "certificates",
        "certificates of material or inspection",
        ("certificate",),
        "traceability",
    ),
    Requirement(
        "acceptance",
        "inspection and acceptance criteria",
        ("acceptance_criteria",),
        "how it is decided whether the parts are as ordered",
        verified=False,
    ),
    Requirement(
        "documentation",
        "drawing or other document with the part",
        ("attachments",),
        "tolerances, threads and marks that no mesh carries",
        verified=False,
    ),
    Requirement(
        "identification", "name of the part", ("title",), "marking and later orders", verified=False
    ),
    Requirement(
        "delivery", "address of delivery", ("delivery_address",), "shipping, tax", verified=False
    ),
    Requirement("date", "date of delivery", ("wanted_date",), "whom to choose", verified=False),
)


def of_order(stated: Mapping[str, Any], technology: str | None) -> list[dict[str, Any]]:
    """Every subject that means something, with what is stated or None; `technology` is a code."""
    return [_row(each, stated) for each in REQUIREMENTS if _means(each, technology)]


def of_inputs(inputs: Mapping[str, Any], technology: str | None) -> list[dict[str, Any]]:
    """The subjects that a verification depends on, as its inputs state them."""
    stated = {**inputs, "units": [file["unit"] for file in inputs["files"]]}
    stated["files"] = len(inputs["files"])
    return [
        _row(each, stated) for each in REQUIREMENTS if each.verified and _means(each, technology)
    ]


def _means(requirement: Requirement, technology: str | None) -> bool:
    return not requirement.technologies or technology in requirement.technologies


def _row(requirement: Requirement, stated: Mapping[str, Any]) -> dict[str, Any]:
    values = [stated.get(name) for name in requirement.fields]
    value = next((value for value in values if not _is_open(value)), None)
    return {
        "requirement": requirement.name,
        "subject": requirement.subject,
        "given": value is not None,
        "value": value,
        "fields": list(requirement.fields),
        "matters_for": requirement.matters_for,
        "source": SOURCE,
    }


def _is_open(value: Any) -> bool:
    """Nothing is stated; a list with a gap, such as the units of some files, is not stated."""
    if isinstance(value, list):
        return not value or not all(value)
    return value is None or value == "" or value == 0
