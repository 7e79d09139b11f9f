"""Puts pictures on paper: those of parts as they are stored, without unpacking them."""

import hashlib
import io
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL import Image as Picture
from PIL import UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName
from reportlab.platypus import Flowable, Image

from service.documents.layout import reportlab_internals

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: What a PNG calls its colours (PNG 3, section 11.2.1), as PDF does, and values per pixel.
_COLOURS: Final = {0: ("DeviceGray", 1), 2: ("DeviceRGB", 3)}


def picture(png: bytes, width_mm: float) -> Flowable | None:
    """The picture at that width, or None if the bytes are no picture: a document goes without."""
    try:
        with Picture.open(io.BytesIO(png)) as opened:
            opened.verify()
            wide, high = opened.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    width, height = width_mm * mm, width_mm * mm * high / wide
    plain = _plain(png)
    return _Packed(plain, width, height) if plain else Image(io.BytesIO(png), width, height)


class _Plain(NamedTuple):
    """The pixels of a PNG as it has compressed them."""

    width: int
    height: int
    colour: int
    compressed: bytes


def _plain(png: bytes) -> _Plain | None:
    """The pixels, if PDF can take them as they are: grey or RGB, 8 bits, not interlaced."""
    if not png.startswith(_SIGNATURE):
        return None
    chunks = list(_chunks(png))
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[0][1])
    depth, colour, _, _, interlaced = kind
    if depth != 8 or colour not in _COLOURS or interlaced:
        return None
    return _Plain(width, height, colour, b"".join(data for name, data in chunks if name == b"IDAT"))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place + 8 <= len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        yield name, png[place + 8 : place + 8 + length]
        place += length + 12


class _Packed(Flowable):  # type: ignore[misc]
    """Pixels that are neither unpacked nor packed again.

    What PNG does to lines of pixels before it compresses them PDF knows as predictors (ISO 32000-1,
    section 7.4.4.4).
    """

    def __init__(self, pixels: _Plain, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._pixels = pixels

    def draw(self) -> None:
        """Draw it at the origin."""
        pixels = self._pixels
        space, colours = _COLOURS[pixels.colour]
        packed = {
            "Predictor": 15,
            "Colors": colours,
            "BitsPerComponent": 8,
            "Columns": pixels.width,
        }
        image = {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Image"),
            "Width": pixels.width,
            "Height": pixels.height,
            "BitsPerComponent": 8,
            "ColorSpace": PDFName(space),
            "Filter": PDFName("FlateDecode"),
            "DecodeParms": PDFDictionary(packed),
        }
        name = hashlib.sha256(pixels.compressed, usedforsecurity=False).hexdigest()
        self.canv.saveState()
        self.canv.scale(self.width, self.height)
        reportlab_internals.draw(self.canv, name, PDFDictionary(image), pixels.compressed)
        self.canv.restoreState()
