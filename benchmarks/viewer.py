"""Measures how many frames a second the viewer of models draws in a browser."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from benchmarks import mesh_solid
from service.console import assets
from service.files import sandbox_jobs
from service.manufacturing.geometry.meshes import Limits

#: What is aimed at: frames a second at which turning a model still feels like turning it.
FLUENT = 10.0
#: Frames that are measured, after some by which the browser has compiled everything.
FRAMES, WARMING_UP = 40, 5
#: Frames behind these in which the model stands still, and all of it is drawn.
STILL = 3
#: Seconds within which the browser must have drawn them all.
PATIENCE_S = 300
#: The size of the picture: what a laptop shows of it, and a phone.
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: A browser that keeps to itself, and draws with the processor unless told otherwise.
OPTIONS = (
    *("--headless", "--no-sandbox", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
BY_PROCESSOR = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")

PAGE = b"""<!doctype html><meta charset="utf-8"><title>bench</title>
<canvas></canvas><script type="module" src="/bench.js"></script>"""
#: Turns the model by a degree a frame, and waits until each is drawn: reading a pixel does that.
SCRIPT = b"""
import { readGlb } from "/glb.js";
import { Scene } from "/scene.js";
import { axesOf } from "/vectors.js";

async function measure({ frames, still, width, height }) {
  const began = performance.now();
  const mesh = readGlb(await (await fetch("/model.glb")).arrayBuffer());
  const canvas = Object.assign(document.querySelector("canvas"), { width, height });
  const scene = new Scene(canvas, mesh), { gl } = scene, pixel = new Uint8Array(4);
  const middle = mesh.low.map((low, k) => (low + mesh.high[k]) / 2);
  const radius = Math.hypot(...mesh.low.map((low, k) => mesh.high[k] - low)) / 2;
  const times = [];
  for (let frame = 0; frame < frames; frame++) {
    const start = performance.now(), axes = axesOf({ yaw: frame * Math.PI / 180, pitch: 0.6 });
    const isTurning = frame < frames - still;
    scene.draw({ axes, target: middle, halfHeight: radius }, radius * 2, null, isTurning);
    gl.readPixels(width >> 1, height >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    if (!frame) times.loaded = performance.now() - began;
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const debug = gl.getExtension("WEBGL_debug_renderer_info");
  return {
    times_ms: times, loaded_ms: times.loaded, about: mesh.about,
    drawn_by: debug ? gl.getParameter(debug.UNMASKED_RENDERER_WEBGL) : "unknown",
  };
}

const wish = await (await fetch("/wish.json")).json();
const result = await measure(wish).catch((error) => ({ error: String(error) }));
await fetch("/result", { method: "POST", body: JSON.stringify(result) });
"""


@click.command("viewer")
@click.option("--triangles", default=2_000_000, show_default=True, help="Size of the model.")
@click.option("--shown", default=500_000, show_default=True, help="Triangles that are drawn.")
@click.option("--graphics-card", is_flag=True, help="Draw with the graphics card, if there is one.")
def viewer(triangles: int, shown: int, graphics_card: bool) -> None:
    """Draw a large model in Chromium, turning it, and count the frames.

    The model is reduced as for the console's pages; how far that deviates is stated beside it.
    Without --graphics-card the processor draws (SwiftShader), as on a machine that has none; then
    the viewer draws fewer triangles while it turns, and all of them once it stands still.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise click.ClickException("this needs Chromium: on Debian `apt install chromium`")
    options = OPTIONS if graphics_card else (*OPTIONS, *BY_PROCESSOR)
    with TemporaryDirectory(prefix="werkbank-bench-") as folder:
        place = Path(folder)
        reduced_s = _reduce(place, triangles, shown)
        table = Table(title=f"Models of {triangles:,} triangles, reduced in {reduced_s:.1f} s")
        for column in (
            "window",
            "drawn",
            "off the model",
            "first frame",
            "turning",
            "frames/s",
            "still",
        ):
            table.add_column(column, justify="right")
        slowest, drawn_by = float("inf"), ""
        for name, size in SIZES.items():
            result = _measured(program, options, place, size)
            frames_s, row = _row(name, result)
            table.add_row(*row)
            slowest, drawn_by = min(slowest, frames_s), result["drawn_by"]
    Console().print(table)
    click.echo(f"Drawn by: {drawn_by}")
    if slowest < FLUENT:
        raise SystemExit(f"below the target of {FLUENT:.0f} frames a second")


def _reduce(place: Path, triangles: int, shown: int) -> float:
    """Write the model as viewers get it to `model.glb`; the seconds that this took."""
    mesh_solid.write(place / "model.stl", triangles)
    limits = Limits(max_triangles=triangles + 1, max_file_bytes=1 << 32)
    began = perf_counter()
    options = {"unit": "mm", "triangles": shown}
    sandbox_jobs.reduce_file(place / "model.stl", limits, place / "model.glb", options)
    return perf_counter() - began


def _row(name: str, result: dict[str, Any]) -> tuple[float, list[str]]:
    """Frames a second, and the row of the table."""
    times, about = result["times_ms"], result["about"]
    turning_ms, still_ms = median(times[WARMING_UP:-STILL]), median(times[-STILL:])
    width, height = SIZES[name]
    return 1000 / turning_ms, [
        f"{name}, {width} x {height}",
        f"{about['triangles']:,}",
        f"{about['deviation_mm']:.4f} mm at most",
        f"{result['loaded_ms']:.0f} ms",
        f"{turning_ms:.1f} ms",
        f"{1000 / turning_ms:.1f}",
        f"{still_ms:.0f} ms",
    ]


def _measured(
    program: str, options: tuple[str, ...], place: Path, size: tuple[int, int]
) -> dict[str, Any]:
    """What a browser says of the frames that it has drawn; raises ClickException."""
    frames = WARMING_UP + FRAMES + STILL
    wish = {"frames": frames, "still": STILL, "width": size[0], "height": size[1]}
    with _served(place, wish) as (address, results), TemporaryDirectory() as profile:
        browser = subprocess.Popen(
            [program, *options, f"--user-data-dir={profile}", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            result = results.get(timeout=PATIENCE_S)
        except Empty as error:
            raise click.ClickException("the browser has drawn nothing in time") from error
        finally:
            browser.terminate()
            browser.wait(30)
    if "error" in result:
        raise click.ClickException(f"the browser cannot draw: {result['error']}")
    return result


@contextmanager
def _served(place: Path, wish: dict[str, int]) -> Iterator[tuple[str, Queue[dict[str, Any]]]]:
    """The address of the page, and where its result arrives."""
    results: Queue[dict[str, Any]] = Queue()
    handler = partial(_Handler, place, wish, results)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", results
        finally:
            server.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    """Serves the page, the model and the scripts of the console, and takes the result."""

    def __init__(
        self, place: Path, wish: dict[str, int], results: Queue[dict[str, Any]], *arguments: Any
    ) -> None:
        self._place, self._wish, self._results = place, wish, results
        super().__init__(*arguments, directory=str(assets.FOLDER))

    def do_GET(self) -> None:
        made = {
            "/": (PAGE, "text/html"),
            "/bench.js": (SCRIPT, "text/javascript"),
            "/wish.json": (json.dumps(self._wish).encode(), "application/json"),
        }
        if self.path == "/model.glb":
            self._answer((self._place / "model.glb").read_bytes(), "model/gltf-binary")
        elif self.path in made:
            self._answer(*made[self.path])
        else:
            super().do_GET()

    def do_POST(self) -> None:
        self._results.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(b"", "text/plain")

    def _answer(self, content: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: Any) -> None:
        """The table says enough."""
