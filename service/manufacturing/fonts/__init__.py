"""The typefaces of all documents and pictures, so that they show every script on a bare machine.

DejaVu Sans Condensed 2.37 has the Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian
letters, Droid Sans Fallback the Chinese, Japanese and Korean ones; their licences stand beside the
files. The Noto fonts of further scripts come with the package manimgx-fonts (SIL OFL 1.1).
"""

from importlib.util import find_spec
from pathlib import Path

REGULAR = Path(__file__).with_name("DejaVuSansCondensed.ttf")
BOLD = Path(__file__).with_name("DejaVuSansCondensed-Bold.ttf")
EAST_ASIAN = Path(__file__).with_name("DroidSansFallback.ttf")


def noto(name: str) -> Path:
    """The file of a Noto font; it is a variable one, and its default is the regular weight."""
    spec = find_spec("manimgx_fonts")
    assert spec is not None, "manimgx-fonts is a dependency"
    return Path(str(spec.origin)).with_name(f"Noto{name}[wght].ttf")
