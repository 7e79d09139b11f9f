"""Reads the text of a PDF as a reader of PDF sees it."""

import io

from pypdf import PdfReader


def pages_of(data):
    """The text of each page, on one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def text_of(data):
    """All text, on one line."""
    return " ".join(pages_of(data))


def images_of(data):
    """The pictures of all pages."""
    return [image for page in PdfReader(io.BytesIO(data)).pages for image in page.images]
