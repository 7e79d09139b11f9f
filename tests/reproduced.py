"""Prints the digest of a record's calculated part, for a model file that is calculated anew.

A program of its own, so that nothing is remembered and sets and dicts hash as they like.
"""

import hashlib
import sys
from pathlib import Path

from service import example
from service.manufacturing.geometry import examine
from service.manufacturing.matching import match
from service.manufacturing.meshes import read
from service.manufacturing.record import (
    CALCULATED_WITH,
    Measured,
    canonical,
    conclusion,
    inputs_of,
    order_of,
)
from tests.contractors import MONDAY

#: Orders that are quoted, warned of and refused for as many reasons as possible.
ORDERS = (
    {"material_id": "pla"},
    {"technology": "PBF", "post_processing_ids": ["painting", "dyeing"], "color": "puce"},
    {"technology": "MEX", "tolerance_mm": "0.05", "certificate": "inspection", "express": True},
    {"technology": "alchemy", "material_id": "pa12"},
)


def main(path: str) -> None:
    """Calculate all ORDERS and print one digest over what was found."""
    catalogue = example.load()
    contractors = [each.contractor for each in catalogue.contractors]
    sha256 = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    geometry = examine(read(Path(path))).as_record("mm")
    files = [Measured("part.stl", sha256, "mm", geometry)]
    found = []
    for wishes in ORDERS:
        configuration = {**dict.fromkeys(CALCULATED_WITH), "quantity": 5, **wishes}
        inputs = inputs_of(configuration, files, "0" * 64)
        matching = match(order_of(inputs, files, MONDAY), contractors, catalogue.catalogue)
        found.append({"inputs": inputs, **conclusion(inputs, files, matching)})
    print(hashlib.sha256(canonical(found)).hexdigest())


if __name__ == "__main__":
    main(sys.argv[1])
