"""Parses XML as a stream, without entities, document types, deep nesting or huge tokens."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from service.manufacturing.geometry.meshes.mesh import MIB, Unreadable

#: Elements within elements; a 3MF model needs some eight, metadata of its makers a few more.
DEEPEST = 64
#: Longest tag or remark, as the parser holds it in memory.
LONGEST_TOKEN_BYTES = MIB
#: Characters of an element's text that are told.
LONGEST_TEXT = 1000

#: What expat decodes itself; 3MF asks for the first two (Core Specification 1.4, section 2.3.2).
ENCODINGS = ("utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1")
_ENCODING = re.compile(rb"(?:\W{2,3})?<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")

Attributes = Mapping[str, str]


class Wrong(Exception):
    """What an action finds wrong with its element, as a sentence without part and line."""


@dataclass(frozen=True, slots=True)
class XmlElement:
    """What is done with an element at its place, and which elements count within it.

    Names are "namespace local", or "local" without a namespace. Elements that are not expected
    are passed over with all that they hold.
    """

    opened: Callable[[Attributes], None] | None = None
    #: Called when the element ends, with the text directly within it.
    told: Callable[[str], None] | None = None
    within: Mapping[str, "XmlElement"] = field(default_factory=dict)
    #: Called with the name of an element within that is not expected.
    passed_over: Callable[[str], None] | None = None


_PASSED_OVER = XmlElement()


def parse(
    chunks: Iterable[bytes],
    name: str,
    expected: Mapping[str, XmlElement],
    prefixes: dict[str, str] | None = None,
) -> None:
    """Walk through the document `name`, whose outermost element is one of those `expected`.

    `prefixes` is filled with the namespaces by prefix, before the element that declares them.
    Raises Unreadable "xml-attack" for a document type, which alone can declare entities, and
    for nesting or tokens that no model has; "malformed" for what is not well-formed, and for what
    an action finds Wrong.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    around = [XmlElement(within=expected)]
    text = ""

    def hear(more: str) -> None:
        nonlocal text
        text = (text + more)[:LONGEST_TEXT]

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal text
        if len(around) > DEEPEST:
            raise Unreadable("xml-attack", f"{name!r} nests elements more than {DEEPEST} deep")
        if (found := around[-1].within.get(element)) is None:
            found = _PASSED_OVER
            if passed_over := around[-1].passed_over:
                passed_over(element)
        around.append(found)
        if found.opened:
            found.opened(attributes)
        if found.told:
            text, parser.CharacterDataHandler = "", hear

    def end(_: str) -> None:
        if told := around.pop().told:
            parser.CharacterDataHandler = None
            told(text)

    def declare(prefix: str | None, namespace: str | None) -> None:
        if prefixes is not None:
            prefixes[prefix or ""] = namespace or ""

    def refuse(doctype: str, *_: object) -> None:
        raise Unreadable("xml-attack", f"{name!r} declares the document type {doctype[:60]!r}")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartNamespaceDeclHandler, parser.StartDoctypeDeclHandler = declare, refuse
    try:
        _feed(parser, chunks, name)
    except expat.ExpatError as error:
        raise Unreadable("malformed", f"{name!r} is no well-formed XML: {error}") from error
    except Wrong as error:
        place = f"{name!r}, line {parser.CurrentLineNumber:,}"
        raise Unreadable("malformed", f"{place}: {error}") from error


def _feed(parser: expat.XMLParserType, chunks: Iterable[bytes], name: str) -> None:
    fed = 0
    for chunk in chunks:
        if not fed:
            _check_encoding(chunk, name)
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - max(0, parser.CurrentByteIndex) > LONGEST_TOKEN_BYTES:
            raise Unreadable(
                "xml-attack", f"{name!r} has a tag longer than {LONGEST_TOKEN_BYTES:,} bytes"
            )
    parser.Parse(b"", True)


def _check_encoding(start: bytes, name: str) -> None:
    """Refuse what is not encoded as the parser knows it, before the parser stumbles over it."""
    declared = _ENCODING.match(start.replace(b"\0", b""))  # of UTF-16 as well
    encoding = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if encoding.lower() not in ENCODINGS:
        raise Unreadable(
            "unsupported", f"{name!r} is encoded in {encoding[:40]!r}; 3MF asks for UTF-8 or UTF-16"
        )
