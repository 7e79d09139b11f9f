"""What a viewer draws of a large model while it turns, where no graphics card draws."""

import json
import shutil
import subprocess

import pytest

from service.console import assets

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs node: on Debian `apt install nodejs`")
SCRIPT = """
import { readFileSync } from "node:fs";
const source = readFileSync(process.argv[1], "utf8");
const { clustered } = await import("data:text/javascript," + encodeURIComponent(source));
const [mesh, cells] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(Array.from(clustered(mesh, cells))));
"""
#: Squares along each side of the plate, of 1 mm each and two triangles.
SIDE = 8


def plate():
    """A plate of squares, its corners by rows."""
    row = SIDE + 1
    corners = [(x, y, 0) for y in range(row) for x in range(row)]
    squares = [y * row + x for y in range(SIDE) for x in range(SIDE)]
    faces = [each for a in squares for each in (a, a + 1, a + row, a + 1, a + row + 1, a + row)]
    positions = [value for corner in corners for value in corner]
    return {"positions": positions, "faces": faces, "low": [0, 0, 0], "high": [SIDE, SIDE, 0]}


def clustered(mesh, cells):
    """Each triangle that is left, as the places of its corners."""
    command = [NODE, "--input-type=module", "--eval", SCRIPT, "--", str(assets.FOLDER / "scene.js")]
    done = subprocess.run([*command, json.dumps([mesh, cells])], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    left = json.loads(done.stdout)
    places = [tuple(mesh["positions"][3 * each : 3 * each + 2]) for each in left]
    return [tuple(places[k : k + 3]) for k in range(0, len(places), 3)]


def area(triangles):
    return sum(
        ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
        for (ax, ay), (bx, by), (cx, cy) in triangles
    )


def test_corners_in_one_cell_are_one_and_the_surface_stays_whole():
    triangles = clustered(plate(), SIDE // 2)
    # Of cells of 2 mm the first corners stand 2 mm apart; the last row begins a cell of its own.
    assert {corner for triangle in triangles for corner in triangle} == {
        (x, y) for x in range(0, SIDE + 1, 2) for y in range(0, SIDE + 1, 2)
    }
    assert len(triangles) == 2 * (SIDE // 2) ** 2
    assert area(triangles) == SIDE**2


def test_cells_smaller_than_triangles_leave_all_as_it_is():
    assert len(clustered(plate(), 4 * SIDE)) == 2 * SIDE**2
