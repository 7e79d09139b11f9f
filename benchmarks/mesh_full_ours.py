"""Analyses one STL file in full with Werkbank, in a process that does nothing else.

It may take no more memory than an analysis of the service may by default.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from resource import RLIMIT_AS, setrlimit
from time import process_time

from benchmarks.memory import peak_kib
from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes import read
from service.settings import Settings

if __name__ == "__main__":
    memory_bytes = Settings.model_fields["analysis_memory_bytes"].default
    setrlimit(RLIMIT_AS, (memory_bytes, memory_bytes))
    imported_kib = peak_kib()
    stages = [("reading", process_time())]
    path = Path(sys.argv[1])
    geometry = examine(read(path), lambda stage: stages.append((stage, process_time())))
    stages.append(("", process_time()))
    steps = [(stage, end - start) for (stage, start), (_, end) in pairwise(stages)]
    shape = geometry.shape
    assert shape is not None
    x, y, z = geometry.box
    figures = {
        "volume": geometry.volume,
        "hull_volume": shape.hull_volume,
        # No hull has more surface than the box around it.
        "hull_volume_left_out": shape.hull_slack * 2 * (x * y + y * z + z * x),
        "bodies": geometry.bodies,
        "oriented_box": sorted(shape.oriented_box),
    }
    for stage, seconds in steps:
        print(json.dumps({"step": stage, "seconds": seconds}))
    print(json.dumps({"imported_kib": imported_kib, "peak_kib": peak_kib(), "figures": figures}))
