"""Measures how fast, and in how much memory, meshes are measured, compared with trimesh."""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import extras, mesh_full

#: What is aimed at: times as fast as trimesh, and at most this part of its peak memory.
FASTER, LEANER = 4.0, 0.6
#: Relative difference of the figures that still counts as agreement.
AGREEMENT = 1e-6

CONTESTANTS = {"Werkbank": "benchmarks.mesh_ours", "trimesh": "benchmarks.mesh_trimesh"}

Report = dict[str, Any]


@click.command("mesh")
@click.option("--triangles", default=1_000_000, show_default=True, help="Size of the closed STL.")
@click.option("--rounds", default=3, show_default=True, help="Measurements of each; medians count.")
@click.option("--full", is_flag=True, help="The full analysis, at several sizes, once each.")
@click.option("--sizes", default=mesh_full.SIZES, show_default=True, help="With --full.")
@click.option(
    "--patience", default=300.0, show_default=True, help="Seconds of a core, with --full."
)
def mesh(triangles: int, rounds: int, full: bool, sizes: str, patience: float) -> None:
    """Read and measure a large closed STL, beside trimesh.

    Both read the same file in fresh processes, by turns, and find box, volume, surface and
    whether it is closed. Werkbank also counts bodies and checks the winding of every edge.

    With --full, all that a verification wants to know is worked out, for closed STLs of several
    sizes, beside what trimesh has of it: bodies, hull, smallest box, wall thickness by rays. That
    needs the extra `bench`.
    """
    extras.package_folder("trimesh")
    if full:
        extras.package_folder("rtree", "bench")
        mesh_full.run([int(size) for size in sizes.split(",")], patience)
    else:
        run(triangles, rounds)


def run(triangles: int, rounds: int) -> None:
    """Print a table of medians; exit 1 if the two disagree about the part."""
    reports: dict[str, list[Report]] = {name: [] for name in CONTESTANTS}
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, Progress(transient=True) as bar:
        path = Path(folder) / "torus.stl"
        steps = bar.add_task("writing the part", total=1 + rounds * len(CONTESTANTS))
        size = int(_python("benchmarks.mesh_solid", str(path), str(triangles)))
        bar.advance(steps)
        for _ in range(rounds):
            for name, module in CONTESTANTS.items():
                bar.update(steps, description=f"measuring with {name}")
                reports[name].append(json.loads(_python(module, str(path))))
                bar.advance(steps)
    werkbank, trimesh = (_medians(reports[name]) for name in CONTESTANTS)
    console = Console()
    console.print(_table(werkbank, trimesh, size, rounds))
    if differences := _differences(werkbank, trimesh):
        console.print("[red]the figures differ: " + ", ".join(differences))
        sys.exit(1)


def _python(module: str, *arguments: str) -> str:
    """Run a module in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _medians(reports: Sequence[Report]) -> Report:
    measured = ("seconds", "imported_kib", "peak_kib")
    return reports[0] | {name: median(report[name] for report in reports) for name in measured}


def _table(werkbank: Report, trimesh: Report, triangles: int, rounds: int) -> Table:
    table = Table(title=f"A closed STL of {triangles:,} triangles, medians of {rounds} rounds")
    table.add_column("")
    for heading in ("Werkbank", f"trimesh {version('trimesh')}", "ratio", "aim"):
        table.add_column(heading, justify="right")
    faster = trimesh["seconds"] / werkbank["seconds"]
    leaner = werkbank["peak_kib"] / trimesh["peak_kib"]
    rows = (
        ("read and measure, s", "seconds", 1.0, f"{faster:.1f} x as fast", f">= {FASTER:g} x"),
        ("peak memory, MiB", "peak_kib", 1024.0, f"{leaner:.2f} of it", f"<= {LEANER:g}"),
        ("of it after imports, MiB", "imported_kib", 1024.0, "", ""),
    )
    for label, name, scale, ratio, aim in rows:
        table.add_row(
            label, f"{werkbank[name] / scale:.2f}", f"{trimesh[name] / scale:.2f}", ratio, aim
        )
    return table


def _differences(werkbank: Report, trimesh: Report) -> list[str]:
    pairs = [
        *((name, werkbank[name], trimesh[name]) for name in ("volume", "surface")),
        *(
            ("box", figure, reference)
            for figure, reference in zip(werkbank["box"], trimesh["box"], strict=True)
        ),
    ]
    differences = [
        f"{name} {figure!r} and {reference!r}"
        for name, figure, reference in pairs
        if abs(figure - reference) > AGREEMENT * abs(reference)
    ]
    return differences if werkbank["closed"] == trimesh["closed"] else [*differences, "closedness"]


if __name__ == "__main__":
    mesh()
