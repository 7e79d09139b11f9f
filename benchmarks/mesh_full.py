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
    """What one process told of one mesh: seconds of a core by step, and its memory."""

    steps: dict[str, float] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    imported_kib: int = 0
    peak_kib: int = 0
    begun: str = ""
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
            made = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            bar.advance(task)
            told = []
            for module in CONTESTANTS:
                bar.update(task, description=f"{made:,} triangles with {module.split('_')[-1]}")
                report = _report(module, path, patience_s, given_up[module])
                given_up[module] += [] if report.complete else [report.begun]
                told.append(report)
                bar.advance(task)
            reports[made] = (told[0], told[1])
    console = Console()
    console.print(_table(reports, patience_s))
    console.print(_steps(*reports[max(reports)], max(reports)))
    done = {size: ours for size, (ours, _) in reports.items() if ours.complete and size >= GROWN}
    for line in _growth(done):
        console.print(line)
    _say_missing(console, reports)
    if differences := _differences(reports):
        console.print("[red]the figures differ: " + ", ".join(differences))
        sys.exit(1)


def _report(module: str, path: Path, patience_s: float, without: Sequence[str]) -> Report:
    command = [sys.executable, "-m", module, str(path), *without]
    report = Report()
    with tempfile.TemporaryFile("w+") as words:
        with subprocess.Popen(command, stdout=words, env={**os.environ, **_ONE_THREAD}) as child:
            resource.prlimit(child.pid, resource.RLIMIT_CPU, (int(patience_s), int(patience_s)))
        # Out of patience, or of memory; what was told before counts.
        report.complete = child.returncode == 0
        words.seek(0)
        for line in words:
            _hear(report, json.loads(line))
    return report


def _hear(report: Report, said: dict[str, Any]) -> None:
    if "seconds" in said:
        report.steps[said["step"]] = said["seconds"]
    if "missing" in said:
        report.missing.append(f"{said['step']}: {said['missing']}")
    report.begun = said.get("begun", report.begun)
    report.found |= said.get("found", {})
    report.imported_kib = said.get("imported_kib", report.imported_kib)
    report.peak_kib = said.get("peak_kib", report.peak_kib)


def _table(reports: dict[int, tuple[Report, Report]], patience_s: float) -> Table:
    table = Table(title="The full analysis of a closed STL, and what trimesh has of it")
    headings = ("triangles", "Werkbank, s", "MiB", f"trimesh {version('trimesh')}, s", "MiB")
    for heading in (*headings, "time, ratio", "same steps", "memory, ratio"):
        table.add_column(heading, justify="right")
    for size, (ours, theirs) in reports.items():
        mark = "" if theirs.complete else f" (cut at {patience_s:.0f})"
        table.add_row(
            f"{size:,}",
            f"{ours.seconds:.2f}",
            f"{ours.memory_mib:,.0f}",
            f"{theirs.seconds:.2f}{mark}",
            f"{theirs.memory_mib:,.0f}",
            _ratio(theirs.seconds, ours.seconds),
            _ratio(theirs.seconds, _same(ours, theirs)),
            _ratio(theirs.memory_mib, ours.memory_mib),
        )
    return table


def _same(ours: Report, theirs: Report) -> float:
    """The time of our steps that trimesh has done as well; rays need the sorted triangles."""
    wanted = set(theirs.steps) | ({"sorting"} if "walls" in theirs.steps else set())
    return sum(seconds for step, seconds in ours.steps.items() if step in wanted)


def _steps(ours: Report, theirs: Report, size: int) -> Table:
    table = Table(title=f"Seconds by step at {size:,} triangles")
    for heading in ("step", "Werkbank", "trimesh", "ratio"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    for step, seconds in ours.steps.items():
        other = theirs.steps.get(step)
        shown = f"{other:.2f}" if other is not None else ""
        table.add_row(step, f"{seconds:.2f}", shown, _ratio(other or 0.0, seconds))
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


def _ratio(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.1f} x" if theirs and ours else ""


def _say_missing(console: Console, reports: dict[int, tuple[Report, Report]]) -> None:
    missing = {line for _, theirs in reports.values() for line in theirs.missing}
    for line in sorted(missing):
        console.print(f"trimesh could not do {line}; install the extra `bench`")


def _differences(reports: dict[int, tuple[Report, Report]]) -> list[str]:
    undone = [
        f"Werkbank at {size:,}: not done within its memory and patience"
        for size, (ours, _) in reports.items()
        if not ours.complete
    ]
    return undone + [
        f"{name} at {size:,}: {ours.found[name]!r} and {theirs.found[name]!r}"
        for size, (ours, theirs) in reports.items()
        for name, slack in AGREEMENT.items()
        if name in ours.found.keys() & theirs.found.keys()
        and abs(ours.found[name] - theirs.found[name])
        > slack * abs(theirs.found[name]) + ours.found.get(f"{name}_left_out", 0)
    ]
