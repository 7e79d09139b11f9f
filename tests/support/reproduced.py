"""Prints the digests of records' calculated parts, for model files that are calculated anew.

A program of its own, so that nothing is remembered, sets and dicts hash as they like, and numpy and
its libraries calculate with the kernels that they are told to.
"""

import hashlib
import sys
from pathlib import Path

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes import read
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.record import (
    CALCULATED_WITH,
    Measured,
    canonical,
    conclusion,
    inputs_of,
    order_of,
)
from service.operations import example
from tests.support.contractors import MONDAY

#: Orders that are quoted, warned of and refused for as many reasons as possible.
ORDERS = (
    {"material_id": "pla"},
    {"technology": "PBF", "post_processing_ids": ["painting", "dyeing"], "color": "puce"},
    {"technology": "MEX", "tolerance_mm": "0.05", "certificate": "inspection", "express": True},
    {"technology": "alchemy", "material_id": "pa12"},
    {},
)


def main(paths: list[str]) -> None:
    """Calculate all ORDERS for each model and print its name and a digest of what was found."""
    catalogue = example.load()
    contractors = [each.contractor for each in catalogue.contractors]
    for path in map(Path, paths):
        mesh = read(path)
        geometry = examine(mesh).as_record(mesh.unit or "mm")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        files = [Measured("part.stl", digest, mesh.unit or "mm", geometry)]
        differing = []
        for wishes in ORDERS:
            configuration = {**dict.fromkeys(CALCULATED_WITH), "quantity": 5, **wishes}
            inputs = inputs_of(configuration, files, "0" * 64)
            matching = match(order_of(inputs, files, MONDAY), contractors, catalogue.catalogue)
            differing.append({"inputs": inputs, **conclusion(inputs, files, matching)})
        print(path.name, hashlib.sha256(canonical(differing)).hexdigest())


if __name__ == "__main__":
    main(sys.argv[1:])
