"""Makes contractors, machines and orders for the tests of manufacturing."""

from datetime import date
from decimal import Decimal

from service.manufacturing.quoting.catalogue import (
    Catalogue,
    Contractor,
    Material,
    Order,
    Part,
    PostProcessing,
)

MONDAY = date(2026, 11, 23)

CATALOGUE = Catalogue.of(
    [
        Material(id="pa12", name="PA 12", category="polymer", density_g_cm3=Decimal("0.93")),
        Material(id="pla", name="PLA", category="polymer", density_g_cm3=Decimal("1.24")),
        Material(id="resin", name="Resin", category="resin", density_g_cm3=Decimal("1.2")),
        Material(id="steel", name="Steel", category="metal", density_g_cm3=Decimal("8")),
    ],
    [
        PostProcessing(
            id="dyeing", name="Dyeing", material_categories=("polymer",), excludes=("painting",)
        ),
        PostProcessing(id="painting", name="Painting", excludes=("dyeing",)),
        PostProcessing(id="hip", name="HIP", material_categories=("metal",)),
    ],
)

RATES = {
    "machine_hour": "20",
    "energy_hour": "2",
    "gas_hour": "1",
    "room_hour": "3",
    "repair_hour": "4",
    "personnel_hour": "40",
    "setup_hours": "0.5",
    "setup_fixed": "5",
    "handling_hours": "0.05",
}

PBF = {
    "id": "sinter",
    "name": "Sinter 200",
    "technology": "PBF",
    "process": "SLS",
    "build_volume_mm": [200, 200, 300],
    "layer_height_mm": "0.1",
    "layer_height_min_mm": "0.06",
    "layer_height_max_mm": "0.2",
    "spacing_mm": "5",
    "speeds": {"recoat_s": "12", "exposure_mm3_s": "40"},
    "rates": RATES,
    "materials": [
        {"material_id": "pa12", "price_per_kg": "60", "loss": "0.5", "colors": ["white"]}
    ],
}

VPP = {
    **PBF,
    "id": "vat",
    "name": "Vat 150",
    "technology": "VPP",
    "process": "SLA",
    "build_volume_mm": [150, 150, 200],
    "speeds": {"peel_s": "6", "exposure_mm2_s": "400"},
    "materials": [{"material_id": "resin", "price_per_kg": "150", "support_ratio": "0.1"}],
}

MEX = {
    **PBF,
    "id": "extruder",
    "name": "Extruder 250",
    "technology": "MEX",
    "process": "FDM",
    "build_volume_mm": [250, 210, 220],
    "layer_height_mm": "0.2",
    "speeds": {"nozzle_mm": "0.4", "shells": "2", "shell_mm_s": "40", "infill_mm_s": "80"},
    "infill": "0.2",
    "materials": [{"material_id": "pla", "price_per_kg": "25", "support_ratio": "0.05"}],
}

#: One machine of each of the other categories, all of steel.
STEEL = [{"material_id": "steel", "price_per_kg": "50", "loss": "0.1"}]
MJT = {**PBF, "id": "jet", "technology": "MJT", "process": "PolyJet", "materials": STEEL}
MJT["speeds"] = {"pass_s": "10"}
BJT = {**PBF, "id": "binder", "technology": "BJT", "process": "metal binder jetting"}
BJT |= {"speeds": {"pass_s": "20"}, "materials": STEEL}
DED = {**PBF, "id": "weld", "technology": "DED", "process": "LMD", "materials": STEEL}
DED["speeds"] = {"deposition_kg_h": "0.5"}
SHL = {**PBF, "id": "sheets", "technology": "SHL", "process": "UAM", "materials": STEEL}
SHL["speeds"] = {"bond_s": "30", "cut_mm_s": "25"}


def contractor_data(*machines, **changes):
    """A contractor as plain data, with easy figures for recomputing by hand."""
    return {
        "id": "acme",
        "name": "Acme",
        "country": "DE",
        "currency": "EUR",
        "margin": "0.2",
        "vat_rate": "0.19",
        "machines": list(machines or (PBF,)),
        "preparation": {
            "engineering_hour": "60",
            "hours_by_complexity": ["0.1", "0.2", "0.3", "0.4", "0.5"],
            "equipment": "1",
            "days": 1,
        },
        "shipping": [
            {"countries": ["DE"], "fixed": "6", "per_kg": "2", "days": 1},
            {"countries": ["FR", "AT"], "fixed": "12", "per_kg": "4", "days": 3},
        ],
        "post_processings": [
            {
                "post_processing_id": "dyeing",
                "per_job": "10",
                "per_part": "0.5",
                "per_dm2": "1",
                "days": 2,
            },
            {"post_processing_id": "painting", "per_part": "3", "days": 3},
        ],
        **changes,
    }


def contractor(*machines, **changes):
    return Contractor.from_dict(contractor_data(*machines, **changes))


def cube(side=20.0, **changes):
    """A full cube as measured, sides in mm."""
    measures = {
        "sha256": "c" * 64,
        "box_mm": (side, side, side),
        "volume_mm3": side**3,
        "surface_mm2": 6 * side**2,
        "closed": True,
        "wound_consistently": True,
        "open_edges": 0,
        "triangles": 12,
    }
    return Part(**{**measures, **changes})


def block(x, y, z, **changes):
    """A full block as measured, sides in mm."""
    measures = {"volume_mm3": x * y * z, "surface_mm2": 2 * (x * y + y * z + x * z)}
    return cube(box_mm=(x, y, z), **{**measures, **changes})


def order(quantity=5, material_id="pa12", *, parts=None, **changes):
    wishes = {
        "technology": None,
        "color": None,
        "post_processing_ids": (),
        "tolerance_mm": None,
        "layer_height_mm": None,
        "infill": None,
        "delivery_country": None,
        "placed_on": MONDAY,
    }
    return Order(
        quantity=quantity,
        material_id=material_id,
        parts=(cube(),) if parts is None else tuple(parts),
        **{**wishes, **changes},
    )
