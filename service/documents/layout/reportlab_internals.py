"""What we take from reportlab beyond what it promises: how a stream is made known to a document."""

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream
from reportlab.pdfgen.canvas import Canvas


def draw(canvas: Canvas, name: str, image: PDFDictionary, content: bytes) -> None:
    """Draw an image XObject (ISO 32000-1, section 8.9.5) on the unit square, as its stream is.

    It is in the document once, however often one of that name is drawn.
    """
    if not canvas.hasForm(name):
        document = canvas._doc
        document.Reference(PDFStream(image, content), document.getXObjectName(name))
    canvas.doForm(name)
