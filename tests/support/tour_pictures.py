"""Takes the pictures of the tour in the documentation, as the story of an order comes by them."""

import io
import os

from PIL import Image

from tests.support.paths import ROOT

FOLDER = ROOT / "docs" / "tour"
#: The pictures in the order of the tour.
NAMES = (
    *("drop", "configure", "contractors", "project", "inbox", "answer"),
    *("offer", "production", "dispute", "completed", "board"),
)
#: Colours of a picture: pages are flat, so that more of them are not seen and weigh more.
COLOURS = 96
#: Bytes of a picture.
LARGEST = 150_000
RECORDING = bool(os.environ.get("WERKBANK_RECORD"))


def take(visit, name, start="body"):
    """Keep what is seen from an element on under a name of the tour, if it is wanted anew."""
    assert name in NAMES
    if not RECORDING:
        return
    visit.run(f"document.querySelector('{start}').scrollIntoView({{behavior: 'instant'}})")
    with Image.open(io.BytesIO(visit.picture())) as seen:
        flat = seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    FOLDER.mkdir(exist_ok=True)
    flat.save(FOLDER / f"{name}.png", optimize=True)
