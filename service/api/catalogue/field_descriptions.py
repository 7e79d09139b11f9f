"""What every field of a contractor's terms and machines means, with its unit, for the document."""

from collections.abc import Mapping
from typing import Final

from service.manufacturing.quoting.catalogue import contractors, machines

AMOUNT: Final = "in the contractor's currency, without tax"
SOURCE: Final = "where the figures come from; no price rests on it"
ASSUMPTION: Final = "what is assumed where no source says it; no price rests on it"
#: Of records that say where their figures come from.
BESIDE: Final = {"source": SOURCE, "assumption": ASSUMPTION}

WORDS: Final[Mapping[type, Mapping[str, str]]] = {
    contractors.Contractor: {
        "country": "ISO 3166-1 alpha-2; left out: the organization's",
        "currency": "ISO 4217; all amounts are in it",
        "preparation": "engineering before the build",
        "shipping": "zones by country; whoever is in none is not delivered to",
        "margin": "share added to the cost: 0.2 is 20 %",
        "vat_rate": "share of value added tax at home, shown apart: 0.19 is 19 %",
        "post_processings": "treatments that are offered",
        "tiers": "discounts by quantity, growing in both",
        "express": "terms for orders in a hurry; null: none are taken",
        "fixed_costs": f"added to each order, {AMOUNT}",
        "region": "part of the country whose public holidays hold, such as BY",
        "time_zone": "in which its day begins, such as Europe/Berlin; null: that of its country",
        "working_days": "weekdays, 0 is Monday",
        "closed_on": "own free days, ISO 8601, or spans such as 2026-12-24/2027-01-03",
        "max_quantity": "pieces in one order, all parts counted",
        "max_build_days": "working days that the machines may build for one order",
        "certificates": "those that are issued; null: not said",
        "min_order_value": f"an order that comes to less is charged that much, {AMOUNT}",
        "shows_calculation": "whether clients see each line of a quote as it was calculated, or "
        "preparation, set-up, margin and fee within the others",
        "max_order_value": f"what one order may come to, {AMOUNT}; null: no limit",
        "max_open_requests": "requests that may wait for it at once; null: no limit",
        "serves": "countries (ISO 3166-1 alpha-2) that it takes orders for; none: all it ships to",
        "instant_orders": "the service offers as quoted in its name within these limits; null: not",
        **BESIDE,
    },
    contractors.Preparation: {
        "engineering_hour": f"an hour of engineering, {AMOUNT}",
        "hours_by_complexity": "hours per distinct part by its complexity, 0 (a full block) to 4",
        "equipment": f"once per order, {AMOUNT}",
        "days": "working days before the build",
        **BESIDE,
    },
    contractors.Tier: {
        "from_quantity": "the piece from which on the discount holds",
        "discount": "share less for each further piece: 0.1 is 10 %",
        **BESIDE,
    },
    contractors.ShippingZone: {
        "countries": "ISO 3166-1 alpha-2, or * for all that no other zone names",
        "fixed": f"per parcel, {AMOUNT}",
        "per_kg": f"per kilogram of parts, {AMOUNT}",
        "days": "working days on the way",
        **BESIDE,
    },
    contractors.Express: {
        "surcharge": "share added to the price: 0.5 is 50 %",
        "queue_days": "working days that such an order queues at most",
        **BESIDE,
    },
    contractors.ContractorPostProcessing: {
        "post_processing_id": "of the catalogue",
        "per_job": f"once per build job, {AMOUNT}",
        "per_part": f"for each part, {AMOUNT}",
        "per_dm2": f"for each square decimetre of surface, {AMOUNT}",
        "days": "working days that it takes",
        "material_ids": "materials that are treated; none: all that it can treat",
        **BESIDE,
    },
    contractors.InstantOrders: {
        "max_value": f"of one order, {AMOUNT}; null: no limit",
        "max_quantity": "pieces, all parts counted; null: no limit",
        "min_lead_time": "shortest lead time in calendar days",
        "material_ids": "of the catalogue; none: all",
        "technologies": "codes or trade names; none: all",
    },
    machines.Machine: {
        "name": "of the kind of machine",
        "technology": "category of ISO/ASTM 52900",
        "process": "trade name of the way of working within the category, such as SLS",
        "build_volume_mm": "x, y and z of the usable room, mm",
        "rates": "what an hour of the machine and its people costs",
        "materials": "what it builds",
        "speeds": "what the category's time formula needs",
        "layer_height_mm": "usual height of a layer, mm",
        "layer_height_min_mm": "thinnest layer, mm; null: the usual one",
        "layer_height_max_mm": "thickest layer, mm; null: the usual one",
        "spacing_mm": "kept between parts in a build job, mm",
        "turns_freely": "whether parts may be turned by any angle about the build axis, or by "
        "right angles alone",
        "shared_job_fill": "build jobs are shared with other orders, which together fill this "
        "share of what a job holds; null: an order has its jobs to itself",
        "allowance_mm": "material left on every face to be machined off, mm",
        "infill": "share of the inside that is filled where an order states none; extrusion alone",
        "count": "machines of this kind, side by side with one queue",
        "hours_per_day": "hours that they build on a working day, 24 at most",
        "cooling_hours": "hours after each build job",
        "queue_days": "working days before an order is begun",
        "booked": "days on which the machines are taken by other work, 200 spans at most",
        **BESIDE,
    },
    machines.Rates: {
        "machine_hour": f"an hour of the machine, {AMOUNT}",
        "personnel_hour": f"an hour of people, {AMOUNT}",
        "energy_hour": f"energy per hour, {AMOUNT}",
        "gas_hour": f"gas per hour, {AMOUNT}",
        "room_hour": f"room per hour, {AMOUNT}",
        "repair_hour": f"repair per hour, {AMOUNT}",
        "setup_hours": "hours of people to set a build job up",
        "setup_fixed": f"once per build job, {AMOUNT}",
        "handling_hours": "hours of people per part: unpacking, taking supports off, a look at it",
        **BESIDE,
    },
    machines.MachineMaterial: {
        "material_id": "of the catalogue",
        "price_per_kg": f"per kilogram, {AMOUNT}",
        "colors": "names; none: as it comes",
        "loss": "share of material lost beyond part and supports (purge, sieving): 0.5 is 50 %",
        "refresh": "share of the powder around the parts that is replaced after a job: 0.3 is 30 %",
        "powder_g_cm3": "density of the powder as it is poured, g/cm³; needed with refresh",
        "support_ratio": "volume of supports per volume of part, where support_fill is not stated "
        "or overhangs were not measured",
        "support_fill": "share of the room below overhangs, as the part lies, that supports fill",
        "limits": "below which a part is warned of or refused; those left out are the category's",
        "speeds": "in the place of the machine's for this material",
        **BESIDE,
    },
    machines.Limit: {
        "limit": "below it a check fails, in the unit of the limit's name",
        "warning": "below it a check warns, in the same unit; not less than the limit",
    },
    machines.Booking: {
        "days": "a day, ISO 8601, or a span such as 2026-12-01/2026-12-11, both ends included",
        "share": "of the machines that is taken, 0 to 1",
    },
}

LIMITS: Final[Mapping[str, str]] = {
    "tolerance_mm": "tolerance that is held, plus or minus, mm",
    "tolerance_ratio": "the same as a share of the largest side",
    "wall_mm": "thickness of walls, mm",
    "feature_mm": "width of pins, ribs, slots and bores, mm",
    "escape_mm": "diameter of the ways by which powder or resin gets out of hollow spaces, mm",
    "surface_um": "roughness Ra as built, µm",
    "part_share": "volume of the part over that of part and supports, 0 to 1",
    "solid_share": "volume of the part over that of part and what is shut in within it, 0 to 1",
}

SPEEDS: Final[Mapping[str, str]] = {
    "peel_s": "VPP: seconds per layer to peel and move",
    "exposure_mm2_s": "VPP: area exposed per second, mm²; left out: a whole layer at once",
    "pass_s": "MJT, BJT: seconds per layer for the heads to pass",
    "recoat_s": "PBF: seconds per layer to recoat",
    "exposure_mm3_s": "PBF: volume melted per second, mm³; left out: the layer time is all",
    "nozzle_mm": "MEX: width of the nozzle, mm",
    "shells": "MEX: lines of the shell beside each other",
    "shell_mm_s": "MEX: speed along shells, mm per second",
    "infill_mm_s": "MEX: speed within, mm per second",
    "deposition_kg_h": "DED: kilograms deposited per hour",
    "bond_s": "SHL: seconds to bond a sheet",
    "cut_mm_s": "SHL: speed of cutting, mm per second",
}
