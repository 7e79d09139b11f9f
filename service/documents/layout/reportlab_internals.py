"""What we take from reportlab beyond what it promises.

That is how a stream is made known to a document, and how a document takes letters of a font.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFStream,
    PDFStreamFilterZCompress,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

#: Subsets that are kept of a font, some 15 kB each.
_SUBSETS_KEPT = 64


def draw(canvas: Canvas, name: str, image: PDFDictionary, content: bytes) -> None:
    """Draw an image XObject (ISO 32000-1, section 8.9.5) on the unit square, as its stream is.

    It is in the document once, however often one of that name is drawn.
    """
    if not canvas.hasForm(name):
        document = canvas._doc
        document.Reference(PDFStream(image, content), document.getXObjectName(name))
    canvas.doForm(name)


class _CompressedOnce(PDFStreamFilterZCompress):  # type: ignore[misc]
    """Compresses what several documents hold alike once."""

    def encode(self, content: bytes | str) -> bytes:
        """The content, deflated."""
        return compressed(content)


@lru_cache(maxsize=4 * _SUBSETS_KEPT)
def compressed(content: bytes | str) -> bytes:
    """The content as documents hold it, deflated."""
    deflated: bytes = PDFZCompress.encode(content)
    return deflated


_COMPRESSED_ONCE = _CompressedOnce()


def make_subsets_once(font: TTFont) -> None:
    """Have the font cut out and compress the letters of a document once.

    Most documents have the same ones: those of ASCII, and some that their language and names add.
    The font must be one whose letters are not shaped, for those of others are given their codes
    anew in each document.
    """
    face = font.face
    made, added = lru_cache(_SUBSETS_KEPT)(face.makeSubset), face.addSubsetObjects

    def make_subset(codes: Sequence[int]) -> bytes:
        subset: bytes = made(tuple(codes))
        return subset

    def add_subset(document: PDFDocument, name: str, codes: Sequence[int]) -> Any:
        reference = added(document, name, codes)
        for key in (f"fontFile:{face.filename}({name})", f"toUnicodeCMap:{name}"):
            stream = document.idToObject[key]
            if stream.filters:
                stream.filters = [_COMPRESSED_ONCE]
        return reference

    face.makeSubset, face.addSubsetObjects = make_subset, add_subset
