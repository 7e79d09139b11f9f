"""Measures one STL file with trimesh as it comes, in a process that does nothing else."""

import json
import sys
from time import perf_counter

import trimesh

from benchmarks.memory import peak_kib

if __name__ == "__main__":
    imported_kib = peak_kib()
    start = perf_counter()
    mesh = trimesh.load_mesh(sys.argv[1])
    low, high = mesh.bounds
    closed, volume, surface = bool(mesh.is_watertight), float(mesh.volume), float(mesh.area)
    seconds = perf_counter() - start
    report = {
        "seconds": seconds,
        "imported_kib": imported_kib,
        "peak_kib": peak_kib(),
        "closed": closed,
        "volume": volume,
        "surface": surface,
        "box": (high - low).tolist(),
    }
    print(json.dumps(report))
