"""Measures what Werkbank takes while nobody wants anything: memory and processor, by process."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import click
from rich.console import Console
from rich.table import Table

from benchmarks.environment import without_settings
from tasks.local import ports

#: What all processes may take together.
AIM_MB, AIM_PERCENT = 600.0, 2.0
#: Seconds until everything runs where it has run before.
AIM_READY_S = 4.0
#: Seconds until everything has to run.
PATIENCE_S = 180.0
_PSS = re.compile(r"^Pss:\s*(\d+) kB$", re.MULTILINE)
_PRIVATE = re.compile(r"^Private_\w+:\s*(\d+) kB$", re.MULTILINE)


class Taken(NamedTuple):
    """What one process takes: its share of the memory, its own memory, and seconds of a core."""

    pss_mb: float
    private_mb: float
    core_s: float


@click.command("idle")
@click.option("--seconds", default=60.0, show_default=True, help="For so long it is watched.")
@click.option("--settle", default=20.0, show_default=True, help="Seconds before that.")
def idle(seconds: float, settle: float) -> None:
    """Start what `make run` starts, and watch it while nobody wants anything; then start it again.

    Memory is the proportional share (PSS of /proc/PID/smaps_rollup): what several processes share
    counts once in the sum. The processor is what a process and its threads took meanwhile.
    """
    with TemporaryDirectory(prefix="werkbank-bench-") as folder:
        with _running(Path(folder)) as (first_s, supervisor):
            time.sleep(settle)
            before, began = _taken(supervisor), time.monotonic()
            time.sleep(seconds)
            after, lasted = _taken(supervisor), time.monotonic() - began
        with _running(Path(folder)) as (again_s, _):
            pass
    names = sorted(after, key=lambda name: -after[name].pss_mb)
    rows = [
        (name, after[name], 100 * (after[name].core_s - before[name].core_s) / lasted)
        for name in names
        if name in before
    ]
    Console().print(_table(rows, (first_s, again_s), lasted))


@contextmanager
def _running(folder: Path) -> Iterator[tuple[float, Any]]:
    """All of Werkbank on its embedded defaults: after how many seconds it was ready."""
    psutil = import_module("psutil")
    settings = {
        "WERKBANK_EMBEDDED": "true",
        "WERKBANK_VAR_DIR": str(folder),
        "WERKBANK_PORT": str(ports.free_port()),
        "WERKBANK_FLOWER_PORT": str(ports.free_port()),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "service.cli", "up", "--no-demo", "--end-with-parent"]
    output, began = folder / "up.log", time.monotonic()
    with output.open("wb") as log:
        process = subprocess.Popen(command, env=without_settings(settings), stdout=log, stderr=log)
    try:
        while "Ctrl-C ends it all" not in output.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() - began > PATIENCE_S:
                raise click.ClickException(f"it did not start:\n{output.read_text()[-1500:]}")
            time.sleep(0.05)
        yield time.monotonic() - began, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _taken(supervisor: Any) -> dict[str, Taken]:
    """What every process takes, by its name and number among those of the name."""
    taken: dict[str, Taken] = {}
    numbers: defaultdict[str, int] = defaultdict(int)
    for process in [supervisor, *supervisor.children(recursive=True)]:
        name = _name(process, supervisor)
        numbers[name] += 1
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        times = process.cpu_times()
        taken[f"{name} {numbers[name]}" if numbers[name] > 1 else name] = Taken(
            sum(map(int, _PSS.findall(text))) / 1024,
            sum(map(int, _PRIVATE.findall(text))) / 1024,
            times.user + times.system,
        )
    return taken


def _name(process: Any, supervisor: Any) -> str:
    """The service that a process belongs to, by the log that it writes to."""
    if process.pid == supervisor.pid:
        return "supervisor"
    log = Path(os.readlink(f"/proc/{process.pid}/fd/1"))
    parent = process.parent()
    child = parent is not None and parent.pid != supervisor.pid
    return f"{log.stem} (child)" if child else log.stem


def _table(
    rows: list[tuple[str, Taken, float]], ready_s: tuple[float, float], lasted: float
) -> Table:
    memory, percent = sum(taken.pss_mb for _, taken, _ in rows), sum(part for *_, part in rows)
    table = Table(
        title="Werkbank while nobody wants anything",
        caption=f"ready after {ready_s[0]:.1f} s, and with its data there {ready_s[1]:.1f} s; "
        f"watched for {lasted:.0f} s; the aim for all is {AIM_MB:.0f} MB, {AIM_PERCENT:.0f} % of a "
        f"core and, with the data there, {AIM_READY_S:.0f} s",
    )
    for heading in ("process", "memory (PSS), MB", "private, MB", "% of a core"):
        table.add_column(heading, justify="left" if heading == "process" else "right")
    for name, taken, part in rows:
        table.add_row(name, f"{taken.pss_mb:.0f}", f"{taken.private_mb:.0f}", f"{part:.2f}")
    table.add_section()
    private = sum(taken.private_mb for _, taken, _ in rows)
    table.add_row("all", f"{memory:.0f}", f"{private:.0f}", f"{percent:.2f}")
    return table
