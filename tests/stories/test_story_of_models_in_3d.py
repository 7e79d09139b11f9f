"""A model in the browser: opened, cut and measured, with what was found at its place."""

import base64
import io

import pytest
from PIL import Image

from tests.support import browser, meshes
from tests.support.consoles import Visit

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(
        browser.PROGRAM is None, reason="needs a browser: on Debian `apt install chromium`"
    ),
]
BUTTON = ".model .open"


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with browser.browser(tmp_path_factory.mktemp("browser"), browser.DRAWING) as page:
        yield page


@pytest.fixture
def client(werkbank):
    return werkbank.client("Ada")


def visitor(page, werkbank, person):
    visit = Visit(page, werkbank.url)
    visit.forget()
    visit.be(person)
    return visit


def opened(visit, process):
    visit.open(f"/app/parts/{process['id']}")
    visit.wait_for(f"document.querySelector('{BUTTON}:not([hidden])')")
    visit.click(BUTTON)
    visit.wait_for("document.querySelector('.model[data-viewing=ready]')")


def act(visit, part, script):
    visit.run(f"(part => {{ {script} }})(document.querySelector('[data-part={part}]'))")


def colours(page):
    """How many colours the canvas shows, as the screen has it."""
    box = page.run(
        "(r => [r.x + scrollX, r.y + scrollY, r.width, r.height])"
        "(document.querySelector('[data-part=canvas]').getBoundingClientRect())"
    )
    clip = dict(zip(("x", "y", "width", "height"), box, strict=True), scale=1)
    data = page.command("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    return {colour for _count, colour in image.getcolors(1 << 24)}


def is_cut_colour(colour):
    red, green, blue = colour
    return red > green * 1.5 > blue * 1.5


def slide(window, visit, *fingers):
    """Slide fingers over the model, each from a place to another, in pixels from its middle."""
    x, y = visit.run(
        "(r => [r.x + r.width / 2, r.y + r.height / 2])"
        "(document.querySelector('[data-part=canvas]').getBoundingClientRect())"
    )
    for kind, end in (("touchStart", 0), ("touchMove", 1), ("touchEnd", None)):
        points = [] if end is None else [finger[end] for finger in fingers]
        touches = [
            {"x": x + right, "y": y + down, "id": k} for k, (right, down) in enumerate(points)
        ]
        window.command("Input.dispatchTouchEvent", type=kind, touchPoints=touches)
    return visit.run("document.querySelector('.model').viewing.then(viewer => viewer.camera)")


def turn_and_zoom_by_fingers(window, visit):
    """One finger turns the model, two that part bring it nearer, two side by side move it."""
    visit.run("document.querySelector('[data-part=canvas]').scrollIntoView({block: 'center'})")
    window.command("Emulation.setTouchEmulationEnabled", enabled=True)
    still = slide(window, visit, ((0, 0), (0, 0)))
    turned = slide(window, visit, ((0, 0), (60, 20)))
    assert turned["yaw"] != still["yaw"]
    assert turned["pitch"] != still["pitch"]
    assert turned["halfHeight"] == still["halfHeight"]
    nearer = slide(window, visit, ((-40, 0), (-80, 0)), ((40, 0), (80, 0)))
    assert nearer["halfHeight"] < turned["halfHeight"] * 0.6
    assert (nearer["yaw"], nearer["pitch"]) == (turned["yaw"], turned["pitch"])
    moved = slide(window, visit, ((-40, 0), (-40, 50)), ((40, 0), (40, 50)))
    assert moved["target"] != nearer["target"]
    window.command("Emulation.setTouchEmulationEnabled", enabled=False)
    visit.click("[data-part=fit]")


def test_a_model_is_opened_cut_and_measured(window, werkbank, client):
    process = client.draft()
    visit = visitor(window, werkbank, client)
    opened(visit, process)
    turn_and_zoom_by_fingers(window, visit)
    act(visit, "view", "part.value = 'front'; part.dispatchEvent(new Event('change'));")
    visit.wait_for("document.querySelector('[data-part=about]').textContent.includes('12')")
    before = colours(window)
    assert not any(map(is_cut_colour, before))
    assert any(abs(r - b) > 12 for r, _g, b in before)  # what is grey-blue, on a grey ground
    act(visit, "axis", "part.value = 'y'; part.dispatchEvent(new Event('change'));")
    visit.wait_for("document.querySelector('[data-part=depth-at]').textContent === '10.00 mm'")
    act(visit, "flip", "part.click();")
    visit.wait_for("document.querySelector('[data-part=flip]').ariaPressed === 'true'")
    visit.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert any(map(is_cut_colour, colours(window)))
    act(visit, "axis", "part.value = ''; part.dispatchEvent(new Event('change'));")
    act(visit, "measure", "part.click();")
    # From one corner of the front to the one beside it, each hit a few pixels beside it.
    visit.run(
        "document.querySelector('.model').viewing.then(viewer => {"
        " const { low, high } = viewer.mesh;"
        " for (const corner of [low, [high[0], low[1], low[2]]]) {"
        "  const [x, y] = viewer.onScreen(corner);"
        "  const { left, top } = viewer.canvas.getBoundingClientRect();"
        "  for (const type of ['pointerdown', 'pointerup']) viewer.canvas.dispatchEvent("
        "   new PointerEvent(type, { pointerId: 1, clientX: left + x + 3, clientY: top + y - 3 }));"
        " } })"
    )
    visit.wait_for("document.querySelector('[data-part=measured]').textContent.includes('20.00')")
    text = visit.text_of("[data-part=measured]")
    assert text == "20.00 mm apart (x 20.00, y 0.00, z 0.00 mm)"
    visit.look(language="en", scheme="dark", width=390)
    assert visit.run("document.documentElement.scrollWidth") <= 390
    act(visit, "close", "part.click();")
    assert visit.run("!document.querySelector('.still').hidden")


def test_what_was_found_stands_at_its_place_and_is_flown_to(window, werkbank, client):
    vertices, faces = meshes.box()
    process = client.draft()
    path = f"/processes/{process['id']}"
    open_cube = meshes.stl((vertices, faces[1:]))
    assert client.upload(f"{path}/files", "cube.stl", open_cube, unit="mm").status_code == 201
    client.start("verify", process)
    client.await_state(process, "verification_failed")
    visit = visitor(window, werkbank, client)
    visit.open(f"/app/parts/{process['id']}")
    visit.wait_for("document.querySelector('.find:not([hidden])')")
    visit.click(".find")
    visit.wait_for("document.querySelector('.marks .mark:not([hidden])')")
    visit.wait_for("document.querySelector('.looked-at')")
    away = visit.run(
        "document.querySelector('.model[data-viewing]').viewing.then(viewer => {"
        " const [mark] = viewer.part('marks').children, origin = viewer.mesh.about.origin_mm;"
        " const [x, y] = viewer.onScreen(mark.place.map((value, k) => value - origin[k]));"
        " return Math.hypot(x - viewer.canvas.clientWidth / 2, y - viewer.canvas.clientHeight / 2)"
        "  + viewer.camera.halfHeight / viewer.radius; })"
    )
    assert away < 0.2


def test_without_webgl_there_is_the_picture_alone(tmp_path, werkbank, client):
    process = client.draft()
    with browser.browser(tmp_path, browser.NOT_DRAWING) as page:
        visit = visitor(page, werkbank, client)
        visit.open(f"/app/parts/{process['id']}")
        visit.wait_for("document.querySelector('.picture').complete")
        assert visit.run("document.querySelector('.picture').naturalWidth") == 640
        assert visit.run(f"document.querySelector('{BUTTON}').hidden")
