"""Writes the text of a mail as HTML."""

import html
from collections.abc import Collection, Sequence

from service.documents.layout.scripts import plain


def paragraphs(lines: Sequence[str], urls: Collection[str] = ()) -> str:
    """A page of the lines, the last one in small; no pictures, no styles from elsewhere.

    Those of `urls` with which a line ends become links; nothing else does, whatever names say.
    """
    *body, last = [_linked(line, urls) for line in lines]
    shown = "".join(f"<p>{line}</p>\n" for line in body)
    return (
        '<!doctype html>\n<html><body style="font: 15px/1.5 sans-serif; color: #222">\n'
        f'{shown}<p style="color: #777; font-size: 12px">{last}</p>\n</body></html>\n'
    )


def _linked(line: str, urls: Collection[str]) -> str:
    for url in map(one_line, urls):
        if url.startswith(("https://", "http://")) and line.endswith(url):
            link = html.escape(url)
            return f'{html.escape(line.removesuffix(url))}<a href="{link}">{link}</a>'
    return html.escape(line)


def one_line(text: str) -> str:
    """Text without what would be another line, or no text at all."""
    return " ".join(plain(text).split())
