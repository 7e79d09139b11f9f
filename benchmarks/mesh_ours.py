"""Measures one STL file with Werkbank, in a process that does nothing else."""

import json
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.memory import peak_kib
from service.manufacturing.geometry.analysis import analyse
from service.manufacturing.geometry.meshes import read

if __name__ == "__main__":
    imported_kib = peak_kib()
    start = perf_counter()
    geometry = analyse(read(Path(sys.argv[1])))
    seconds = perf_counter() - start
    report = {
        "seconds": seconds,
        "imported_kib": imported_kib,
        "peak_kib": peak_kib(),
        "closed": geometry.closed,
        "volume": geometry.volume,
        "surface": geometry.surface,
        "box": geometry.box,
    }
    print(json.dumps(report))
