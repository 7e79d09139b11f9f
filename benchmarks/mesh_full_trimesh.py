"""Runs the steps of trimesh that come nearest to a full analysis, in a process of its own.

Each step is reported as soon as it is done, so that whoever runs out of patience has those before.
Those named after the file are left out.
"""

import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np
import trimesh

from benchmarks.memory import peak_kib
from service.manufacturing.geometry.shape.walls import SAMPLES

SEED = 1


def _sizes(mesh: Any) -> dict[str, Any]:
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    return {"volume": float(mesh.volume), "area": float(mesh.area), "at": list(mesh.center_mass)}


def _walls(mesh: Any) -> dict[str, Any]:
    points, triangles = trimesh.sample.sample_surface(mesh, SAMPLES, seed=SEED)
    normals = mesh.face_normals[triangles]
    thickness: Any = trimesh.proximity.thickness
    sizes = thickness(mesh, points, normals=normals, method="ray")
    return {"fifth_percentile": float(np.percentile(sizes, 5))}


#: Under the name of the stage of ours that answers the same.
STEPS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "measuring": _sizes,
    "bodies": lambda mesh: {"bodies": int(mesh.body_count)},
    "hull": lambda mesh: {"hull_volume": float(mesh.convex_hull.volume)},
    "oriented_box": lambda mesh: {
        "oriented_box": sorted(mesh.bounding_box_oriented.primitive.extents.tolist())
    },
    "walls": _walls,
}

if __name__ == "__main__":
    print(json.dumps({"imported_kib": peak_kib()}), flush=True)
    start = process_time()
    mesh = trimesh.load_mesh(sys.argv[1])
    report: dict[str, Any] = {"step": "reading", "seconds": process_time() - start}
    print(json.dumps(report | {"peak_kib": peak_kib()}), flush=True)
    for name, do in STEPS.items():
        if name in sys.argv[2:]:
            continue
        print(json.dumps({"begun": name}), flush=True)
        start = process_time()
        try:
            figures = do(mesh)
        except ImportError as error:
            print(json.dumps({"step": name, "missing": str(error)}), flush=True)
            continue
        report = {"step": name, "seconds": process_time() - start, "figures": figures}
        print(json.dumps(report | {"peak_kib": peak_kib()}), flush=True)
