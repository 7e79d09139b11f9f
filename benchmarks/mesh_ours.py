"""Measures one STL file with Werkbank, in a process that does nothing else."""

import json
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from service.manufacturing.geometry import analyse
from service.manufacturing.meshes import read

if __name__ == "__main__":
    imported_kib = getrusage(RUSAGE_SELF).ru_maxrss
    start = perf_counter()
    geometry = analyse(read(Path(sys.argv[1])))
    seconds = perf_counter() - start
    report = {
        "seconds": seconds,
        "imported_kib": imported_kib,
        "peak_kib": getrusage(RUSAGE_SELF).ru_maxrss,
        "closed": geometry.closed,
        "volume": geometry.volume,
        "surface": geometry.surface,
        "box": geometry.box,
    }
    print(json.dumps(report))
