"""Measures how time and memory of the full analysis grow with the mesh, compared with trimesh."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

#: Sizes of the closed STL in triangles.
SIZES = "10000,100000,1000000,5000000"
#: Below this what does not depend on the mesh outweighs the rest, so growth is fitted above.
GROWN = 100_000
CONTESTANTS = ("benchmarks.mesh_full_ours", "benchmarks.mesh_full_trimesh")
#: Relative differences that still count as agreement, beside what the analysis says it leaves out.
AGREEMENT = {"volume": 1e-6, "hull_volume": 1e-6, "bodies": 0.0}
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass
class Report:
    """What one process reports of one mesh: seconds of a core by step, and its memory."""

    steps: dict[str, float] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    imported_kib: int = 0
    peak_kib: int = 0
    last_step: str = ""
    complete: bool = True

    @property
    def seconds(self) -> float:
        """Of all steps that were done."""
        return sum(self.steps.values())

    @property
    def memory_mib(self) -> float:
        """What it took beyond its imports."""
        return (self.peak_kib - self.imported_kib) / 1024


def run(sizes: Sequence[int], patience_s: float) -> None:
    """Analyse a closed STL of each size with both, and print times, memory and growth.

    A step that took one of them longer than `patience_s` of a core is not tried again.
    """
    reports = _reports(sizes, patience_s)
    console = Console()
    console.print(_table(reports, patience_s))
    console.print(_steps(*reports[max(reports)], max(reports)))
    done = {
        size: werkbank
        for size, (werkbank, _) in reports.items()
        if werkbank.complete and size >= GROWN
    }
    for line in _growth(done):
        console.print(line)
    _say_missing(console, reports)
    if differences := _differences(reports):
        console.print("[red]the figures differ: " + ", ".join(differences))
        sys.exit(1)


def _reports(sizes: Sequence[int], patience_s: float) -> dict[int, tuple[Report, Report]]:
    """By number of triangles, what each contestant reports of the same mesh."""
    given_up: dict[str, list[str]] = {module: [] for module in CONTESTANTS}
    reports: dict[int, tuple[Report, Report]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="werkbank-bench-") as folder,
        Progress(transient=True) as bar,
    ):
        task = bar.add_task("", total=3 * len(sizes))
        for size in sizes:
            bar.update(task, description=f"writing {size:,} triangles")
            path = Path(folder) / "torus.stl"
            command = [sys.executable, "-m", "benchmarks.mesh_solid", str(path), str(size)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            triangles, pair = int(output), []
            bar.advance(task)
            for module in CONTESTANTS:
                contestant = module.split("_")[-1]
                bar.update(task, description=f"{triangles:,} triangles with {contestant}")
                report = _report(module, path, patience_s, given_up[module])
                given_up[module] += [] if report.complete else [report.last_step]
                pair.append(report)
                bar.advance(task)
            reports[triangles] = (pair[0], pair[1])
    return reports


def _report(module: str, path: Path, patience_s: float, without: Sequence[str]) -> Report:
    command = [sys.executable, "-m", module, str(path), *without]
    report = Report()
    with tempfile.TemporaryFile("w+") as words:
        with subprocess.Popen(command, stdout=words, env={**os.environ, **_ONE_THREAD}) as child:
            resource.prlimit(child.pid, resource.RLIMIT_CPU, (int(patience_s), int(patience_s)))
        # Out of patience, or of memory; what it reported before counts.
        report.complete = child.returncode == 0
        words.seek(0)
        for line in words:
            _add(report, json.loads(line))
    return report


def _add(report: Report, message: dict[str, Any]) -> None:
    if "seconds" in message:
        report.steps[message["step"]] = message["seconds"]
    if "missing" in message:
        report.missing.append(f"{message['step']}: {message['missing']}")
    report.last_step = message.get("begun", report.last_step)
    report.figures |= message.get("figures", {})
    report.imported_kib = message.get("imported_kib", report.imported_kib)
    report.peak_kib = message.get("peak_kib", report.peak_kib)


def _table(reports: dict[int, tuple[Report, Report]], patience_s: float) -> Table:
    table = Table(title="The full analysis of a closed STL, and what trimesh has of it")
    headings = ("triangles", "Werkbank, s", "MiB", f"trimesh {version('trimesh')}, s", "MiB")
    for heading in (*headings, "time, ratio", "same steps", "memory, ratio"):
        table.add_column(heading, justify="right")
    for size, (werkbank, trimesh) in reports.items():
        mark = "" if trimesh.complete else f" (cut at {patience_s:.0f})"
        table.add_row(
            f"{size:,}",
            f"{werkbank.seconds:.2f}",
            f"{werkbank.memory_mib:,.0f}",
            f"{trimesh.seconds:.2f}{mark}",
            f"{trimesh.memory_mib:,.0f}",
            _ratio(trimesh.seconds, werkbank.seconds),
            _ratio(trimesh.seconds, _seconds_of_common_steps(werkbank, trimesh)),
            _ratio(trimesh.memory_mib, werkbank.memory_mib),
        )
    return table


def _seconds_of_common_steps(werkbank: Report, trimesh: Report) -> float:
    """The time of our steps that trimesh has done as well; rays need the sorted triangles."""
    common = set(trimesh.steps) | ({"sorting"} if "walls" in trimesh.steps else set())
    return sum(seconds for step, seconds in werkbank.steps.items() if step in common)


def _steps(werkbank: Report, trimesh: Report, size: int) -> Table:
    table = Table(title=f"Seconds by step at {size:,} triangles")
    for heading in ("step", "Werkbank", "trimesh", "ratio"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    for step, seconds in werkbank.steps.items():
        reference = trimesh.steps.get(step)
        reference_text = f"{reference:.2f}" if reference is not None else ""
        table.add_row(step, f"{seconds:.2f}", reference_text, _ratio(reference or 0.0, seconds))
    return table


def _growth(grown: dict[int, Report]) -> list[str]:
    """The exponents p of n^p that fit time and memory best, beside that of n log n."""
    if len(grown) < 2:
        return []
    sizes = list(grown)
    bound = _exponent(sizes, [size * log(size) for size in sizes])
    time = _exponent(sizes, [report.seconds for report in grown.values()])
    memory = _exponent(sizes, [report.memory_mib for report in grown.values()])
    over = f"from {min(sizes):,} to {max(sizes):,} triangles"
    return [
        f"time grows with n^{time:.2f}, memory with n^{memory:.2f} {over}; "
        f"n log n would be n^{bound:.2f}"
    ]


def _exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def _ratio(trimesh: float, werkbank: float) -> str:
    return f"{trimesh / werkbank:.1f} x" if trimesh and werkbank else ""


def _say_missing(console: Console, reports: dict[int, tuple[Report, Report]]) -> None:
    missing = {line for _, trimesh in reports.values() for line in trimesh.missing}
    for line in sorted(missing):
        console.print(f"trimesh could not do {line}; install the extra `bench`")


def _differences(reports: dict[int, tuple[Report, Report]]) -> list[str]:
    undone = [
        f"Werkbank at {size:,}: not done within its memory and patience"
        for size, (werkbank, _) in reports.items()
        if not werkbank.complete
    ]
    return undone + [
        f"{name} at {size:,}: {werkbank.figures[name]!r} and {trimesh.figures[name]!r}"
        for size, (werkbank, trimesh) in reports.items()
        for name, slack in AGREEMENT.items()
        if name in werkbank.figures.keys() & trimesh.figures.keys()
        and abs(werkbank.figures[name] - trimesh.figures[name])
        > slack * abs(trimesh.figures[name]) + werkbank.figures.get(f"{name}_left_out", 0)
    ]
