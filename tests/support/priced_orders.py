"""Orders to be priced again, for tests."""

from service.manufacturing.quoting.matching import match
from tests.support.contractors import (
    BJT,
    CATALOGUE,
    DED,
    MEX,
    MJT,
    PBF,
    SHL,
    VPP,
    block,
    contractor,
    order,
)

MACHINES = {machine["technology"]: machine for machine in (PBF, VPP, MEX, MJT, BJT, DED, SHL)}


TERMS = {
    "tiers": [{"from_quantity": 10, "discount": "0.1"}, {"from_quantity": 100, "discount": "0.25"}],
    "express": {"surcharge": "0.35", "queue_days": 0},
    "fixed_costs": "3.33",
    "max_build_days": 1000,
}


def quoted(machine, part, quantity, **wishes):
    asked = order(quantity, machine["materials"][0]["material_id"], parts=[part], **wishes)
    matching = match(asked, [contractor(machine, **TERMS)], CATALOGUE)
    assert matching.quotes, matching.unsuitable
    return matching.quotes[0]


PARTS = {
    "cube": block(20.0, 20.0, 20.0),
    "plate": block(80.0, 50.0, 6.0),
    "lattice": block(40.0, 30.0, 25.0, volume_mm3=2400.0, surface_mm2=9100.0),
    "odd": block(17.13, 33.71, 8.09, volume_mm3=3210.987, surface_mm2=2345.678),
}
