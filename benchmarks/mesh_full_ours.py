"""Analyses one STL file in full with Werkbank, in a process that does nothing else."""

import json
import sys
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

from service.manufacturing.geometry import examine
from service.manufacturing.meshes import read

if __name__ == "__main__":
    imported_kib = getrusage(RUSAGE_SELF).ru_maxrss
    begun = [("reading", process_time())]
    mesh = read(Path(sys.argv[1]))
    geometry = examine(mesh, 1, lambda stage: begun.append((stage, process_time())))
    begun.append(("", process_time()))
    steps = [(stage, then - start) for (stage, start), (_, then) in pairwise(begun)]
    shape = geometry.shape
    assert shape is not None
    found = {
        "volume": geometry.volume,
        "hull_volume": shape.hull_volume,
        "bodies": geometry.bodies,
        "oriented_box": sorted(shape.oriented_box),
    }
    for stage, seconds in steps:
        print(json.dumps({"step": stage, "seconds": seconds}))
    peak_kib = getrusage(RUSAGE_SELF).ru_maxrss
    print(json.dumps({"imported_kib": imported_kib, "peak_kib": peak_kib, "found": found}))
