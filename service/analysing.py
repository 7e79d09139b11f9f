"""Analyses a model file in a process of its own, which may neither hang nor eat the machine.

What strangers upload may be made to be too much. The child has a limit of memory and of time, and
ends with the process that started it.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from service.manufacturing.geometry import examine
from service.manufacturing.meshes import Limits, Unreadable, read

#: What a record says of a content whose analysis was stopped. It depends on the machine as well,
#: so it is never kept for the next verification.
TOO_MUCH_WORK = "too-much-work"
#: Seconds of processor time per second allowed; a child that does not even wake up to be stopped.
_CPU_SPARE = 2
#: One thread each: several workers share a machine, and every thread reserves address space.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class AnalysisBroke(RuntimeError):
    """The child raised what it should not: a bug, which a verdict about the file would hide."""


@dataclass(frozen=True)
class Bounds:
    """What an analysis may take: bytes of address space, seconds."""

    memory_bytes: int
    timeout_s: float


def analyse_here(path: Path, sha256: str, limits: Limits) -> dict[str, Any]:
    """Analyse a file in this process: {"geometry": ...}; raises Unreadable."""
    return {"geometry": examine(read(path, limits=limits), seed_of(sha256)).to_dict()}


def seed_of(sha256: str) -> int:
    """The seed of all samples of a content: the same content gives the same figures."""
    return int(sha256[:15], 16)


def analyse_apart(path: Path, sha256: str, limits: Limits, bounds: Bounds) -> dict[str, Any]:
    """Analyse a file in a child process: {"geometry": ...} or {"error": {code, detail}}.

    Memory or time beyond the bounds, or a child that dies, is the error TOO_MUCH_WORK. Raises
    AnalysisBroke.
    """
    request = {
        "path": str(path.absolute()),
        "sha256": sha256,
        "limits": asdict(limits),
        "memory_bytes": bounds.memory_bytes,
        "cpu_s": int(bounds.timeout_s * _CPU_SPARE) + 1,
    }
    command = [sys.executable, "-m", "service.analysing", json.dumps(request)]
    root = str(Path(__file__).parent.parent)
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,  # stays open: its end tells the child that we are gone
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": root},
    ) as child:
        try:
            out, err = _conversation(child, bounds.timeout_s)
        except subprocess.TimeoutExpired:
            return _too_much(f"the analysis takes longer than {bounds.timeout_s:g} s")
        finally:
            child.kill()
    return _answer(child.returncode, out, err)


def _conversation(child: subprocess.Popen[bytes], timeout_s: float) -> tuple[bytes, bytes]:
    """Everything the child says until it ends; its stdin is left open meanwhile."""
    stdin, child.stdin = child.stdin, None
    try:
        return child.communicate(timeout=timeout_s)
    finally:
        if stdin is not None:
            stdin.close()


def _answer(returncode: int, out: bytes, err: bytes) -> dict[str, Any]:
    if returncode < 0:
        name = signal.Signals(-returncode).name
        return _too_much(f"the analysis was ended by {name}")
    if returncode > 0:
        raise AnalysisBroke(f"the analysis ended with {returncode}: {err[-1500:].decode()}")
    answer: dict[str, Any] = json.loads(out)
    return answer


def _too_much(detail: str) -> dict[str, Any]:
    return {"error": {"code": TOO_MUCH_WORK, "detail": detail}}


def _child(request: dict[str, Any]) -> dict[str, Any]:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    memory = request["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu_s"], request["cpu_s"]))
    try:
        return analyse_here(Path(request["path"]), request["sha256"], Limits(**request["limits"]))
    except Unreadable as error:
        return {"error": {"code": error.code, "detail": str(error)}}
    except MemoryError:
        return _too_much(f"the analysis needs more than {memory:,} bytes of memory")


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    print(json.dumps(_child(json.loads(sys.argv[1]))))
