"""Sets text of every script: in a font that has its letters, joined, in the order of reading.

Letters of Arabic are joined and lines from the right are ordered here (Unicode Standard Annex 9);
the signs of India and of South East Asia are shaped by HarfBuzz through reportlab.
"""

import unicodedata
from collections.abc import Iterator
from copy import copy
from functools import cache, lru_cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from service.documents.layout import reportlab_internals
from service.manufacturing.fonts import BOLD, EAST_ASIAN, REGULAR, noto

MAIN, STRONG = "Werkbank", "Werkbank-Bold"
#: The property of styles in which a text that is read from the right begins there; in all others it
#: stays in line with the names, addresses and values above and below it.
ALIGNED_BY_SCRIPT = "aligned_by_script"
#: What stands for a letter that no font has.
REPLACEMENT = "\ufffd"
_BLOCKS_OF_INDIA = (
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada"),
    *("Malayalam", "Sinhala", "Thai", "Lao"),
)
#: First and last code point of a block of the Unicode Standard, and the font that has it.
BLOCKS: tuple[tuple[int, int, str], ...] = (
    *((0x900 + 0x80 * n, 0x97F + 0x80 * n, f"Sans{s}") for n, s in enumerate(_BLOCKS_OF_INDIA)),
    (0x1000, 0x109F, "SansMyanmar"),
    (0x1100, 0x11FF, "EastAsian"),
    (0x1200, 0x139F, "SansEthiopic"),
    (0x1780, 0x17FF, "SansKhmer"),
    (0x19E0, 0x19FF, "SansKhmer"),
    (0x2D80, 0x2DDF, "SansEthiopic"),
    (0x2E80, 0xA4CF, "EastAsian"),
    (0xA8E0, 0xA8FF, "SansDevanagari"),
    (0xAC00, 0xD7FF, "EastAsian"),
    (0xF900, 0xFAFF, "EastAsian"),
    (0xFE30, 0xFE4F, "EastAsian"),
    (0xFF00, 0xFFEF, "EastAsian"),
    (0x2190, 0x2BFF, "Emoji"),
    (0x1F000, 0x1FAFF, "Emoji"),
)
_FILES = {MAIN: REGULAR, STRONG: BOLD, "EastAsian": EAST_ASIAN}
#: Scripts whose letters stand side by side; those of all other fonts are shaped.
_UNSHAPED = frozenset({MAIN, STRONG, "EastAsian", "Emoji"})
#: Joins letters of some scripts, or keeps them apart.
_JOINERS = "\u200c\u200d"
_RESHAPER = ArabicReshaper({"delete_harakat": False, "support_zwj": True})


@cache
def font(name: str) -> TTFont:
    """The font of that name, known to reportlab from now on."""
    loaded = TTFont(name, str(_FILES.get(name) or noto(name)))
    pdfmetrics.registerFont(loaded)
    if name in _UNSHAPED:
        reportlab_internals.make_subsets_once(loaded)
    reportlab_internals.let_record(loaded, is_shaped=name not in _UNSHAPED)
    return loaded


def plain(text: str) -> str:
    """The text in composed letters, without control characters and invisible signs."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_seen(sign) for sign in unicodedata.normalize("NFC", text))


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph of foreign text: nothing in it is taken as markup."""
    return copy(_set(text, style))  # a document keeps in it what it has done with it


@lru_cache(maxsize=1024)
def _set(text: str, style: ParagraphStyle) -> Paragraph:
    """Labels are on every paper, and what is asked of one contractor is in several documents."""
    shown = ((s if s in _JOINERS or _font_of(s, MAIN) else REPLACEMENT) for s in plain(text))
    text = "".join(shown)
    font(style.fontName)
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        return _from_the_right(text, style)
    names = {name for name, _ in _runs(text, style.fontName)}
    if names <= _UNSHAPED:
        return _Broken(_markup(text, style.fontName), style)
    shaped = ParagraphStyle(f"{style.name} shaped", style, shaping=1)
    return Paragraph(_markup(text, style.fontName, apart=True), shaped)


class _Broken(Paragraph):  # type: ignore[misc]
    """A paragraph whose lines are broken once for a width; a table asks for them several times."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._broken: dict[tuple[float, ...], Any] = {}

    def breakLines(self, width: float | list[float]) -> object:  # noqa: N802
        """The lines; those of several fonts anew, since going on on the next page changes them."""
        widths = tuple(width) if isinstance(width, list) else (width,)
        lines = self._broken.get(widths)
        if lines is None:
            lines = super().breakLines(width)
            if lines.kind == 0:  # one font in all of them
                self._broken[widths] = lines
        return lines


def _from_the_right(text: str, style: ParagraphStyle) -> Paragraph:
    strong = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "R")
    base = "L" if first == "L" else "R"
    if base == "R" and getattr(style, ALIGNED_BY_SCRIPT, False):
        style = ParagraphStyle(f"{style.name} from the right", style, alignment=TA_RIGHT)
    return _FromTheRight(_RESHAPER.reshape(text), style, base)


class _FromTheRight(Paragraph):  # type: ignore[misc]
    """A paragraph with letters that are read from the right: each line is ordered by itself."""

    def __init__(self, joined: str, style: ParagraphStyle, base: str) -> None:
        self._text, self._base = joined, base
        self._broken: list[str] = []
        super().__init__(_markup(joined, style.fontName), style)

    def breakLines(self, width: float | list[float]) -> object:  # noqa: N802
        """Break the text as it is read, then lay each line out as it is seen."""
        room = min(width) if isinstance(width, list) else width
        self._broken = self._lines(room)
        displayed = map(self._as_seen, self._broken)
        marked = "<br/>".join(_markup(line, self.style.fontName) for line in displayed)
        self.frags = Paragraph(marked, self.style).frags
        return super().breakLines(width)

    def split(self, width: float, height: float) -> list[Paragraph]:
        """The lines that there is room for, and the others, as they were broken last."""
        lines = self._broken
        room = int(height / self.style.leading)
        if room >= len(lines):
            return [self]
        return [self._with(lines[:room]), self._with(lines[room:])] if room else []

    def _with(self, lines: list[str]) -> Paragraph:
        return _FromTheRight(" ".join(lines), self.style, self._base)

    def _as_seen(self, line: str) -> str:
        seen: str = get_display(line, base_dir=self._base)
        return seen

    def _fits(self, line: str, room: float) -> bool:
        """Whether there is room: a space has the font of the letter that it is seen to follow."""
        return _width(self._as_seen(line), self.style) <= room

    def _lines(self, room: float) -> list[str]:
        """The text broken between words, and within those that are too long for a line."""
        lines = [""]
        for word in self._text.split():
            together = f"{lines[-1]} {word}".strip()
            if self._fits(together, room):
                lines[-1] = together
                continue
            lines += [""] if lines[-1] else []
            for sign in word:
                if lines[-1] and not self._fits(lines[-1] + sign, room):
                    lines.append("")
                lines[-1] += sign
        return lines


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cf" or 0xFE00 <= ord(sign) <= 0xFE0F:  # directions, tags, variants of a picture
        return sign if sign in _JOINERS else ""
    return " " if kind in ("Cc", "Cs", "Zl", "Zp") else sign


@cache
def _font_of(sign: str, main: str) -> str | None:
    """The name of the font that shows a sign; None if there is none.

    The main one if it can, but for letters that are shaped: of a script it may have a part alone.
    """
    code = ord(sign)
    blocks = [name for first, last, name in BLOCKS if first <= code <= last]
    for name in sorted((main, *blocks), key=lambda name: name in _UNSHAPED):
        if code in font(name).face.charToGlyph:
            return name
    return None


def _runs(text: str, main: str) -> Iterator[tuple[str, str]]:
    """Neighbours that one font shows, with its name; marks and joiners go with their letters."""
    name, named = main, []
    for sign in text:
        joined = sign in _JOINERS or unicodedata.combining(sign) or sign == " "
        if not (joined and (sign in _JOINERS or ord(sign) in font(name).face.charToGlyph)):
            name = _font_of(sign, main) or main
        if sign not in _JOINERS or name not in _UNSHAPED:
            named.append((name, sign))
    for name, signs in groupby(named, key=lambda pair: pair[0]):
        yield name, "".join(sign for _, sign in signs)


def _markup(text: str, main: str, *, apart: bool = False) -> str:
    """The text as reportlab reads it; `apart` keeps fonts out of each other's words.

    It shapes a word with one font alone.
    """
    parts = [
        escape(run) if name == main else f'<font name="{name}">{escape(run)}</font>'
        for name, run in _runs(text, main)
    ]
    return (" " if apart else "").join(parts)


def _width(text: str, style: ParagraphStyle) -> float:
    runs = _runs(text, style.fontName)
    return sum(float(pdfmetrics.stringWidth(run, name, style.fontSize)) for name, run in runs)
