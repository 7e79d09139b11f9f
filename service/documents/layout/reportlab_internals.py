"""What we take from reportlab beyond what it promises.

That is how a stream is made known to a document, how a document takes letters of a font, and how
what has been drawn is repeated in another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFStream,
    PDFStreamFilterZCompress,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

#: Subsets that are kept of a font, some 15 kB each.
_SUBSETS_KEPT = 64


def draw(canvas: Canvas, name: str, image: PDFDictionary, content: bytes) -> None:
    """Draw an image XObject (ISO 32000-1, section 8.9.5) on the unit square, as its stream is.

    It is in the document once, however often one of that name is drawn.
    """
    drawn = _Image(name, image, content)
    _make_known(canvas, drawn)
    canvas.doForm(name)
    if recording := _recording(canvas._doc):
        recording.images.append(drawn)


class _Image(NamedTuple):
    """What `draw` draws."""

    name: str
    image: PDFDictionary
    content: bytes


def _make_known(canvas: Canvas, drawn: _Image) -> None:
    if not canvas.hasForm(drawn.name):
        document, stream = canvas._doc, PDFStream(drawn.image, drawn.content)
        document.Reference(stream, document.getXObjectName(drawn.name))


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


class _FormattedOnce(PDFArray):  # type: ignore[misc]
    """Numbers that several documents hold alike, such as the widths of letters."""

    def format(self, document: PDFDocument) -> bytes:
        """The numbers as they stand in a document."""
        return _formatted(tuple(self.sequence))


@lru_cache(maxsize=4 * _SUBSETS_KEPT)
def _formatted(numbers: tuple[float, ...]) -> bytes:
    formatted: bytes = PDFArray(numbers).format(None)
    return formatted


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

    add_fonts = font.addObjects

    def add_objects(document: PDFDocument) -> None:
        add_fonts(document)
        for made in document.idToObject["BasicFonts"].dict.values():
            if type(getattr(made, "Widths", None)) is PDFArray:
                made.Widths = _FormattedOnce(made.Widths.sequence)

    face.makeSubset, face.addSubsetObjects = make_subset, add_subset
    font.addObjects = add_objects


class _Letters(NamedTuple):
    """Letters of a font, each once, and what stands for them and for the font in a document."""

    font: TTFont
    letters: str
    codes: list[tuple[int, bytes]]
    names: list[str]


@dataclass(frozen=True)
class Operators:
    """What was drawn, as it stands in the stream of a page, and what it needs of its document."""

    code: tuple[str, ...]
    letters: tuple[_Letters, ...]
    images: tuple[_Image, ...]


@dataclass
class _Recording:
    """What is drawn while it is recorded: letters in the order in which they come, and images."""

    letters: dict[TTFont, dict[str, None]] = field(default_factory=dict)
    images: list[_Image] = field(default_factory=list)
    #: Whether some letters are given codes in other ways.
    has_others: bool = False


def let_record(font: TTFont, *, is_shaped: bool) -> None:
    """Have the letters of a font noted while something is recorded."""
    split = font.splitString

    def split_string(text: Any, document: PDFDocument, *arguments: Any) -> Any:
        if recording := _recording(document):
            recording.has_others |= is_shaped or not isinstance(text, str)
            recording.letters.setdefault(font, {}).update(dict.fromkeys(text))
        return split(text, document, *arguments)

    font.splitString = split_string


def _recording(document: PDFDocument) -> _Recording | None:
    recording: _Recording | None = document.__dict__.get("recording")
    return recording


def record(canvas: Canvas, flowable: Flowable) -> Operators | None:
    """Draw it at the origin, and return what was drawn; None if it cannot be repeated elsewhere."""
    document = canvas._doc
    recording = document.recording = _Recording()
    code, images, links = canvas._code, len(canvas._formsinuse), len(canvas._annotationrefs)
    start, before = len(code), code[-1]
    try:
        flowable._drawOn(canvas)
    finally:
        del document.recording
    if (
        recording.has_others
        or canvas._code is not code
        or code[start - 1] is not before  # a move of the origin was added to the one before
        or len(canvas._formsinuse) - images != len(recording.images)
        or len(canvas._annotationrefs) != links
    ):
        return None
    letters = (_letters(f, "".join(each), document) for f, each in recording.letters.items())
    return Operators(tuple(code[start:]), tuple(letters), tuple(recording.images))


def repeat(canvas: Canvas, operators: Operators) -> bool:
    """Draw what was recorded; whether that means the same in this document. If not, nothing is."""
    document = canvas._doc
    for known in operators.letters:
        if _letters(known.font, known.letters, document) != known:
            return False
    for image in operators.images:
        _make_known(canvas, image)
        canvas._formsinuse.append(image.name)
    canvas._code.extend(operators.code)
    return True


def _letters(font: TTFont, letters: str, document: PDFDocument) -> _Letters:
    """The letters as the document has them from now on, in this order if they are new to it."""
    codes = font.splitString(letters, document)
    names = [font.getSubsetInternalName(subset, document) for subset, _ in codes]
    return _Letters(font, letters, codes, names)
