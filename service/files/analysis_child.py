"""Reads a model file in a child process with limited memory and time, confined to its input.

Uploads from strangers may be built to exhaust a reader, or to take it over. The child has nothing
of the environment, and ends with the process that started it. It reports each stage as a line of
JSON, and its answer in the last line.
"""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TypedDict, cast

from service.files import child_messages, confinement, sandbox_jobs
from service.files.child_messages import LastWords, SaysTooMuch
from service.files.child_writes import bounded, folder_for
from service.manufacturing.geometry.analysis import analyse, examine
from service.manufacturing.geometry.meshes import Limits, Unreadable, read
from service.manufacturing.geometry.record_json import ErrorJson
from service.manufacturing.geometry.stages import Reached, ignore_stage
from service.manufacturing.geometry.union import unite_in_one_thread
from service.settings import settings
from service.values.json_object import JsonObject

#: What a record says of a content whose analysis was stopped. It depends on the machine as well,
#: so it is never kept for the next verification.
TOO_MUCH_WORK = "too-much-work"
#: The same of one that crashed a library: a damaged file may do that, and a lack of memory.
CRASHED = "reader-crashed"
#: How a child ends whose library does what it must not.
_CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGABRT)
#: Files a child may hold open: its own, those of its libraries, and no net of connections.
_OPEN_FILES = 64
#: Seconds of processor time per second allowed; a child that does not even wake up to be stopped.
_CPU_SPARE = 2
#: One thread each: several workers share a machine, and every thread reserves address space.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
#: What the child runs.
PROGRAM = ("-m", "service.files.analysis_child")
#: The folder that holds this package.
_ROOT = Path(__file__).parents[2]
#: Where code lies that may be loaded late: libraries of the system, Python's, and our own.
_CODE = (
    *map(Path, ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64")),
    *(Path(sys.prefix), Path(sys.base_prefix), _ROOT / "service", _ROOT / "workflows"),
)


class AnalysisBroke(RuntimeError):
    """The child failed unexpectedly: a bug, which a verdict about the file would hide."""


@dataclass(frozen=True)
class Bounds:
    """The limits of an analysis: bytes of address space, seconds."""

    memory_bytes: int
    timeout_s: float


class SandboxRequest(TypedDict):
    """What a child process is to do with a file, and how much it may take."""

    job: str
    path: str
    out: str | None
    work: str | None
    limits: JsonObject
    options: JsonObject
    memory_bytes: int
    cpu_s: int


class SandboxAnswer(TypedDict, total=False):
    """What came of it: an error, or what the job is asked for; see `run_apart`."""

    error: ErrorJson
    geometry: JsonObject
    format: str
    unit: str | None
    changes: JsonObject


def analyse_here(path: Path, limits: Limits, reached: Reached = ignore_stage) -> SandboxAnswer:
    """Analyse a file in this process: its geometry; raises Unreadable."""
    reached("reading")
    geometry = examine(read(path, limits=limits), reached, most_meeting=limits.max_meeting_shells)
    return {"geometry": geometry.to_dict()}


def sizes_here(path: Path, limits: Limits) -> SandboxAnswer:
    """Measure a file in this process but for its shape; raises Unreadable."""
    return {"geometry": analyse(read(path, limits=limits), united=False).to_dict()}


def analyse_apart(
    path: Path, limits: Limits, bounds: Bounds, reached: Reached = ignore_stage
) -> SandboxAnswer:
    """Analyse a file in a child process: its geometry, or an error.

    Memory or time beyond the bounds, or a child that is ended, is the error TOO_MUCH_WORK; one that
    crashes is the error CRASHED. Raises AnalysisBroke, and what `reached` raises, which ends the
    child as well.
    """
    return run_apart("analyse", path, limits, bounds, reached)


def run_apart(
    job: str,
    path: Path,
    limits: Limits,
    bounds: Bounds,
    reached: Reached = ignore_stage,
    *,
    out: Path | None = None,
    options: JsonObject | None = None,
) -> SandboxAnswer:
    """Do a job with a file in a child process, as `analyse_apart` does.

    "repair" writes the repaired copy to `out`, and gives its format, unit and changes.
    "convert" writes a plain mesh to `out`, and gives its unit. "reduce" writes there a mesh for
    viewers, by the `options` of `reduce_file`. "sizes" gives the geometry without its shape.
    """
    confinement.check(required=settings().confinement_required)
    if out:
        out.touch()  # the child may write what is there
    with folder_for(path) as work:
        request: SandboxRequest = {
            "job": job,
            "path": str(path.absolute()),
            "out": str(out.absolute()) if out else None,
            "work": work,
            "limits": asdict(limits),
            "options": options or {},
            "memory_bytes": bounds.memory_bytes,
            "cpu_s": int(bounds.timeout_s * _CPU_SPARE) + 1,
        }
        return _answer_to(request, bounds, reached)


def _answer_to(request: SandboxRequest, bounds: Bounds, reached: Reached) -> SandboxAnswer:
    with _started(request) as child:
        words = LastWords(cast(IO[bytes], child.stderr))
        largest_bytes = request["limits"]["max_file_bytes"]
        with _ended_after(bounds.timeout_s, child) as late, bounded(child, largest_bytes):
            answer = _listen(child, reached)
        if late.is_set():
            return _too_much(f"the analysis takes longer than {bounds.timeout_s:g} s")
        return _answer(child.wait(), answer, words)


@contextmanager
def _ended_after(seconds: float, child: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """End the child after `seconds`, or when the block ends; the event says that time was up."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        child.kill()


def _temporary(request: SandboxRequest) -> Mapping[str, str]:
    return {"TMPDIR": request["work"]} if request["work"] else {}


@contextmanager
def _started(request: SandboxRequest) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, *PROGRAM, json.dumps(request)],
        stdin=subprocess.PIPE,  # stays open: its end tells the child that we are gone
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**_ONE_THREAD, "PYTHONPATH": str(_ROOT), **_temporary(request)},
    ) as child:
        yield child


def _listen(child: subprocess.Popen[bytes], reached: Reached) -> SandboxAnswer:
    """Pass on each stage until the child ends, which one has to that says too much; its answer."""
    answer: SandboxAnswer = {}
    try:
        for message in child_messages.messages(cast(IO[bytes], child.stdout)):
            if "stage" in message:
                reached(message["stage"])
            else:
                answer = cast(SandboxAnswer, message)
    except SaysTooMuch:
        child.kill()
    child.wait()
    return answer


def _answer(returncode: int, answer: SandboxAnswer, words: LastWords) -> SandboxAnswer:
    if returncode < 0:
        name = signal.Signals(-returncode).name
        if -returncode in _CRASHES:
            return _crashed(name)
        return _too_much(f"the analysis was ended by {name}")
    if returncode > 0:
        raise AnalysisBroke(f"the analysis ended with {returncode}: {words.text()}")
    return answer


def _too_much(detail: str) -> SandboxAnswer:
    return {"error": {"code": TOO_MUCH_WORK, "detail": detail}}


def _crashed(name: str) -> SandboxAnswer:
    detail = f"the program that reads such files crashed over it ({name}): it may be damaged"
    return {"error": {"code": CRASHED, "detail": detail}}


def _child(request: SandboxRequest, reached: Reached) -> SandboxAnswer:
    path, limits = Path(request["path"]), Limits(**request["limits"])
    memory = request["memory_bytes"]
    _give_up_rights(request, limits)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    out = Path(request["out"] or os.devnull)
    try:
        return _done(request, path, limits, out, reached)
    except Unreadable as error:
        return {"error": {"code": error.code, "detail": str(error)}}
    except MemoryError:
        return _too_much(f"the analysis needs more than {memory:,} bytes of memory")
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return _too_much(f"the analysis writes a file of more than {limits.max_file_bytes:,} bytes")


def _done(
    request: SandboxRequest, path: Path, limits: Limits, out: Path, reached: Reached
) -> SandboxAnswer:
    match request["job"]:
        case "repair":
            return cast(SandboxAnswer, sandbox_jobs.repair_file(path, limits, out))
        case "convert":
            return cast(SandboxAnswer, sandbox_jobs.convert_file(path, limits, out))
        case "reduce":
            options = request["options"]
            return cast(SandboxAnswer, sandbox_jobs.reduce_file(path, limits, out, options))
        case "sizes":
            return sizes_here(path, limits)
        case _:
            return analyse_here(path, limits, reached)


def _give_up_rights(request: SandboxRequest, limits: Limits) -> None:
    memory = request["memory_bytes"]
    writes = [Path(place) for place in (request["out"], request["work"]) if place]
    # What is larger could not be uploaded either.
    most_bytes = limits.max_file_bytes if writes else 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu_s"], request["cpu_s"]))
    unite_in_one_thread()
    confinement.confine(
        reads=[Path(request["path"]), *_CODE],
        writes=writes,
    )


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def main() -> None:
    """Do what the arguments ask, and print what comes of it."""
    # Libraries may print; what they say must not be taken for an answer.
    voice = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(message: Mapping[str, object]) -> None:
        print(json.dumps(message), file=voice, flush=True)

    say(_child(json.loads(sys.argv[1]), lambda stage: say({"stage": stage})))


if __name__ == "__main__":
    main()
