"""Analyses what it is told, in a process with a limit of memory, as long as it is asked to.

A line with a path comes in; a line of JSON goes out: the verdict, seconds, and peak memory.
"""

import json
import os
import resource
import sys
from pathlib import Path
from time import process_time

from benchmarks import memory
from service.files.analysis_child import analyse_here
from service.manufacturing.geometry.analysis import Geometry
from service.manufacturing.geometry.meshes import Limits, Unreadable

if __name__ == "__main__":
    memory_bytes = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    voice = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        start = process_time()
        try:
            geometry = Geometry.from_dict(analyse_here(path, Limits())["geometry"])
            verdict = {"code": "measured", "detail": "", "record": geometry.as_record("mm")}
        except Unreadable as error:
            verdict = {"code": error.code, "detail": str(error)}
        verdict |= {"seconds": process_time() - start, "peak_kib": memory.peak_kib()}
        print(json.dumps(verdict, allow_nan=False), file=voice, flush=True)
