"""Writes every mail in one form: what happened, the figures, the part's picture, and one button."""

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import EmailMessage

from service.documents.layout.scripts import plain
from service.translations import Language

#: By what the text names the picture, which travels within the mail (RFC 2392).
PICTURE = "picture@werkbank"
#: Pixels of the widest line, and of the picture, which is drawn twice as fine for sharp screens.
WIDTH, PICTURE_WIDTH = 560, 320
INK, SOFT, LINE, PAPER, ACCENT = "#1a2129", "#556170", "#d8dee5", "#f6f7f9", "#0b5cad"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
#: Labels are not broken to leave more room to what they stand for.
WHOLE_WORDS = "overflow-wrap: break-word; word-break: normal"
#: Programs that know the scheme of their reader take these colours instead.
STYLE = """
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background: #12161b !important; }
  .card { background: #1a2027 !important; border-color: #313b46 !important; }
  .card, .card p, .card td { color: #e8ebee !important; }
  .soft, .card .soft { color: #a3adb8 !important; }
  .card td { border-color: #313b46 !important; }
  a.button { background: #6cb2ff !important; color: #08213d !important; }
}
"""


@dataclass(frozen=True)
class MailContent:
    """What a mail says, in the language of its reader; no text can become another line or markup.

    A line that ends with an address of `links` leads there: by a button with the words that stand
    for it, or, where several lines lead somewhere, by a link each. No other address is a link. Of a
    line that is nothing else the words are all that is read.
    """

    language: Language
    lines: Sequence[str]
    #: those of the lines that say what has happened
    headlines: Collection[str] = ()
    #: those of the lines that say who it was, and when
    asides: Collection[str] = ()
    #: those of the lines that somebody has written, which run as their letters do
    quotes: Collection[str] = ()
    #: why its reader gets it, and how they get no more
    small: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    #: labels with what they stand for
    facts: Sequence[tuple[str, str]] = ()
    #: of the part, as PNG
    picture: bytes | None = None


def write(mail: EmailMessage, content: MailContent) -> None:
    """Put the content into the mail, as plain text and as HTML.

    Set headers of the content, such as its language, once everything is in the mail: the standard
    library moves them into the first part of a multipart.
    """
    content = _in_lines(content)
    mail.set_content(_text(content))
    mail.add_alternative(_page(str(mail["Subject"]), content), subtype="html")
    if content.picture:
        shown = mail.get_body(("html",))
        assert isinstance(shown, EmailMessage)
        shown.add_related(content.picture, "image", "png", cid=f"<{PICTURE}>", disposition="inline")


def one_line(text: str) -> str:
    """Text without what would be another line, or no text at all."""
    return " ".join(plain(text).split())


def _in_lines(content: MailContent) -> MailContent:
    """The same with each text as one line, and with those addresses alone that a link may have."""
    urls = {one_line(url): words for url, words in content.links.items()}
    return replace(
        content,
        lines=tuple(map(one_line, content.lines)),
        headlines=frozenset(map(one_line, content.headlines)),
        asides=frozenset(map(one_line, content.asides)),
        quotes=frozenset(map(one_line, content.quotes)),
        small=tuple(map(one_line, content.small)),
        links={
            url: words for url, words in urls.items() if url.startswith(("https://", "http://"))
        },
        facts=tuple((one_line(label), one_line(value)) for label, value in content.facts),
    )


def _text(content: MailContent) -> str:
    before, after = _around_facts(content)
    facts = "\n".join(f"{label}: {value}" for label, value in content.facts)
    after = [_with_words(line, content) for line in after]
    blocks = [*before, *([facts] if facts else []), *after, *content.small]
    return "\n\n".join(blocks) + "\n"


def _with_words(line: str, content: MailContent) -> str:
    """A line; one that is nothing but an address with what it leads to."""
    return f"{content.links[line]}: {line}" if line == _address(line, content) else line


def _around_facts(content: MailContent) -> tuple[list[str], list[str]]:
    """The lines, parted before the first that leads somewhere."""
    lines = content.lines
    places = (place for place, line in enumerate(lines) if _address(line, content))
    first = next(places, len(lines))
    return list(lines[:first]), list(lines[first:])


def _address(line: str, content: MailContent) -> str | None:
    """With which of the links a line ends."""
    return next((url for url in content.links if line.endswith(url)), None)


def _page(title: str, content: MailContent) -> str:
    before, after = _around_facts(content)
    has_one = len([line for line in after if _address(line, content)]) == 1
    body = [
        *(_paragraph(line, content) for line in before),
        _facts(content.facts),
        _picture(content),
        *(_leading(line, content, as_button=has_one) for line in after),
    ]
    small = "".join(_small(line, content) for line in content.small)
    return (
        f'<!doctype html>\n<html lang="{content.language}"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head>\n"
        f'<body class="paper" style="margin: 0; padding: 0; background: {PAPER}">\n'
        f'<table class="paper" role="presentation" width="100%" style="background: {PAPER}">'
        '<tr><td align="center" style="padding: 24px 12px">\n'
        f'<table role="presentation" style="width: 100%; max-width: {WIDTH}px; text-align: left; '
        f"border-collapse: collapse; table-layout: fixed; font: 16px/1.5 {FONT}; "
        'overflow-wrap: anywhere; word-break: break-word">\n'
        f'<tr><td style="padding: 0 4px 12px"><strong class="soft" style="color: {SOFT}">'
        "Werkbank</strong></td></tr>\n"
        f'<tr><td class="card" style="padding: 24px; background: #fff; color: {INK}; '
        f'border: 1px solid {LINE}; border-radius: 10px">\n{"".join(body)}</td></tr>\n'
        f'<tr><td style="padding: 16px 4px">{small}</td></tr>\n'
        "</table></td></tr></table></body></html>\n"
    )


def _paragraph(line: str, content: MailContent) -> str:
    shown = html.escape(line)
    if line in content.asides:
        style = f"margin: 0 0 4px; color: {SOFT}; font-size: 14px"
        return f'<p class="soft" style="{style}">{shown}</p>\n'
    if line in content.headlines:
        shown = f'<strong style="font-size: 18px">{shown}</strong>'
        return f'<p style="margin: 22px 0 6px">{shown}</p>\n'
    direction = ' dir="auto"' if line in content.quotes else ""
    return f'<p{direction} style="margin: 10px 0 14px">{shown}</p>\n'


def _leading(line: str, content: MailContent, *, as_button: bool) -> str:
    """A line, with the button or the link that it ends with."""
    url = _address(line, content)
    if url is None:
        return _paragraph(line, content)
    words, address = html.escape(content.links[url]), html.escape(url)
    said = line.removesuffix(url).rstrip()
    if not as_button:
        link = f'<a href="{address}" style="color: {ACCENT}">{words}</a>'
        shown = f"{html.escape(said)} {link}".strip()
        return f'<p style="margin: 10px 0 14px">{shown}</p>\n'
    button = (
        f'<a class="button" href="{address}" style="display: inline-block; padding: 12px 22px; '
        f"background: {ACCENT}; color: #fff; border-radius: 8px; text-decoration: none; "
        f'font-weight: 600">{words}</a>'
    )
    before = _paragraph(said, content) if said else ""
    return f'{before}<p style="margin: 18px 0 4px">{button}</p>\n'


def _small(line: str, content: MailContent) -> str:
    url, style = _address(line, content), f"margin: 0 0 6px; color: {SOFT}; font-size: 13px"
    shown = html.escape(line)
    if url:
        words, address = html.escape(content.links[url]), html.escape(url)
        link = f'<a class="soft" href="{address}" style="color: {SOFT}">{words}</a>'
        shown = f"{html.escape(line.removesuffix(url))}{link}"
    return f'<p class="soft" style="{style}">{shown}</p>\n'


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    if not facts:
        return ""
    edge = f"border-top: 1px solid {LINE}; padding: 7px 0; vertical-align: top"
    rows = "".join(
        f'<tr><td class="soft" style="{edge}; {WHOLE_WORDS}; padding-right: 20px; color: {SOFT}">'
        f'{html.escape(label)}</td><td dir="auto" style="{edge}; text-align: right">'
        f"{html.escape(value)}</td></tr>\n"
        for label, value in facts
    )
    return (
        '<table role="presentation" style="width: 100%; border-collapse: collapse; '
        f'margin: 14px 0 18px">{rows}</table>\n'
    )


def _picture(content: MailContent) -> str:
    if not content.picture:
        return ""
    return (
        f'<p style="margin: 0 0 18px"><img src="cid:{PICTURE}" width="{PICTURE_WIDTH}" alt="" '
        f'style="max-width: 100%; height: auto; border: 1px solid {LINE}; border-radius: 8px; '
        'background: #fff"></p>\n'
    )
