"""The look of every printed page: paper, colours, typeface, paragraphs, numbered footers."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab import rl_config
from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from service.documents.layout import scripts
from service.documents.layout.scripts import ALIGNED_BY_SCRIPT, MAIN, STRONG, font, plain

# As letters, streams take a quarter more room, and most of the time that a page takes.
rl_config.useA85 = 0

MM: float = mm
PAGE = A4
MARGIN_MM, FOOT_MM = 18, 22
BODY_MM = 210 - 2 * MARGIN_MM
ACCENT, LINE, PALE, GREY = (HexColor(c) for c in ("#1f4e79", "#c9d1da", "#eef2f6", "#5b6570"))
WARNING = HexColor("#a4262c")

_TEXT = ParagraphStyle("text", fontName=MAIN, fontSize=9.5, leading=12.5, splitLongWords=1)
_SMALL = ParagraphStyle("small", _TEXT, fontSize=8, leading=11, textColor=GREY)
STYLES = {
    "text": _TEXT,
    "small": _SMALL,
    #: what somebody has written: a text from the right also begins there
    "prose": ParagraphStyle("prose", _TEXT, **{ALIGNED_BY_SCRIPT: True}),
    "small_prose": ParagraphStyle("small_prose", _SMALL, **{ALIGNED_BY_SCRIPT: True}),
    "right": ParagraphStyle("right", _TEXT, alignment=TA_RIGHT),
    "label": ParagraphStyle("label", _TEXT, textColor=GREY),
    "label_right": ParagraphStyle("label_right", _TEXT, textColor=GREY, alignment=TA_RIGHT),
    "strong": ParagraphStyle("strong", _TEXT, fontName=STRONG),
    "strong_right": ParagraphStyle("strong_right", _TEXT, fontName=STRONG, alignment=TA_RIGHT),
    "heading": ParagraphStyle(
        "heading", _TEXT, fontName=STRONG, fontSize=11.5, leading=15, textColor=ACCENT
    ),
    "summary": ParagraphStyle("summary", _TEXT, fontSize=13, leading=17),
    "title": ParagraphStyle("title", _TEXT, fontName=STRONG, fontSize=21, leading=26),
    "deadline_label": ParagraphStyle("deadline_label", _SMALL, textColor=white),
    "deadline": ParagraphStyle(
        "deadline", _TEXT, fontName=STRONG, fontSize=13, leading=17, textColor=white
    ),
}


def shortened(text: str, letters: int) -> str:
    """The text, with an ellipsis for what goes beyond that many letters."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def paragraph(text: str, style: str) -> Paragraph:
    """A paragraph of foreign text: nothing in it is taken as markup."""
    return scripts.paragraph(text, STYLES[style])


def link(address: str) -> Paragraph:
    """A web address that one can follow; anything else stays plain text."""
    shown = plain(address)
    if not shown.startswith(("https://", "http://")):
        return paragraph(shown, "text")
    font(MAIN)
    return Paragraph(f'<a href={quoteattr(shown)} color="#1f4e79">{escape(shown)}</a>', _TEXT)


class NumberedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that writes "page x of y" when it knows y: after the last page.

    A `notice` stands above each page.
    """

    def __init__(
        self, number: str, digest: str, pages: str, notice: str, *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._notice = notice
        self._footer = (plain(number), plain(digest), pages)
        self._finished: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page back until the number of pages is known."""
        self._finished.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write all pages with their footers."""
        for page in self._finished:
            self.__dict__.update(page)
            self._foot(len(self._finished))
            self._warn()
            super().showPage()
        super().save()

    def _warn(self) -> None:
        if self._notice:
            self.setFillColor(WARNING)
            self.setFont(STRONG, 10)
            self.drawCentredString(PAGE[0] / 2, PAGE[1] - 11 * MM, self._notice)

    def _foot(self, pages: int) -> None:
        number, digest, page_of_pages = self._footer
        left, right, y = MARGIN_MM * MM, PAGE[0] - MARGIN_MM * MM, 13 * MM
        self.setStrokeColor(LINE)
        self.line(left, y + 3.5 * MM, right, y + 3.5 * MM)
        self.setFillColor(GREY)
        self.setFont(MAIN, 8)
        self.drawString(left, y, number[:60])
        self.drawRightString(right, y, page_of_pages.format(page=self._pageNumber, pages=pages))
        self.setFont(MAIN, 6.5)
        self.drawString(left, y - 3.2 * MM, digest[:120])
