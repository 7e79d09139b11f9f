"""Says what an order of a part still leaves open, after the subjects of ISO/ASTM 52901.

ISO/ASTM 52901:2017 lists what purchaser and supplier of additively manufactured parts have to agree
on. The subjects are its own, their wording and their mapping to fields are this project's; no
clause is cited. Advice: nothing is refused for being incomplete.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.manufacturing.quoting.check_json import RequirementJson
from service.manufacturing.quoting.record_json import InputsJson
from service.translations import gettext_noop as _

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
    Requirement("part_definition", _("geometry of the part"), ("files",), _("everything")),
    Requirement("units", _("unit of each model file"), ("units",), _("size, price and fit")),
    Requirement("quantity", _("number of pieces"), ("quantity",), _("price and lead time")),
    Requirement(
        "process",
        _("process category"),
        ("technology",),
        _("properties, tolerances and comparability"),
    ),
    Requirement(
        "material", _("material"), ("material_id",), _("strength, price and comparability")
    ),
    Requirement("appearance", _("colour"), ("color",), _("how the part looks")),
    Requirement(
        "tolerances",
        _("dimensional tolerances"),
        ("tolerance_mm",),
        _("whether the part is accepted"),
    ),
    Requirement(
        "surface", _("surface texture"), ("surface_roughness_um",), _("sealing, sliding, looks")
    ),
    Requirement(
        "process_parameters",
        _("layer height"),
        ("layer_height_mm",),
        _("surface, strength and building time"),
    ),
    Requirement(
        "infill",
        _("filling of the inside"),
        ("infill",),
        _("strength, weight and price"),
        technologies=frozenset({"MEX"}),
    ),
    Requirement(
        "post_processing",
        _("post-processing"),
        ("post_processing_ids",),
        _("surface, fit and strength"),
    ),
    Requirement(
        "certificates",
        _("certificates of material or inspection"),
        ("certificate",),
        _("traceability"),
    ),
    Requirement(
        "acceptance",
        _("inspection and acceptance criteria"),
        ("acceptance_criteria",),
        _("how it is decided whether the parts are as ordered"),
        verified=False,
    ),
    Requirement(
        "documentation",
        _("drawing or other document with the part"),
        ("attachments",),
        _("tolerances, threads and marks that no mesh carries"),
        verified=False,
    ),
    Requirement(
        "identification",
        _("name of the part"),
        ("title",),
        _("marking and later orders"),
        verified=False,
    ),
    Requirement(
        "delivery",
        _("address of delivery"),
        ("delivery_address",),
        _("shipping, tax"),
        verified=False,
    ),
    Requirement(
        "date", _("date of delivery"), ("wanted_date",), _("whom to choose"), verified=False
    ),
)


def of_order(stated: Mapping[str, Any], technology: str | None) -> list[RequirementJson]:
    """Every subject that means something, with what is stated or None; `technology` is a code."""
    return [_row(each, stated) for each in REQUIREMENTS if _means(each, technology)]


def of_inputs(inputs: InputsJson, technology: str | None) -> list[RequirementJson]:
    """The subjects that a verification depends on, as its inputs state them."""
    stated = {**inputs, "units": [file["unit"] for file in inputs["files"]]}
    stated["files"] = len(inputs["files"])
    return [
        _row(each, stated) for each in REQUIREMENTS if each.verified and _means(each, technology)
    ]


def _means(requirement: Requirement, technology: str | None) -> bool:
    return not requirement.technologies or technology in requirement.technologies


def _row(requirement: Requirement, stated: Mapping[str, Any]) -> RequirementJson:
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
