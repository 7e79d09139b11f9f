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
#: Characters of an element's text that are kept.
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
    ended: Callable[[str], None] | None = None
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
    walk = _Walk(name, expected, {} if prefixes is None else prefixes)
    try:
        _feed(walk.parser, chunks, name)
    except expat.ExpatError as error:
        raise Unreadable("malformed", f"{name!r} is no well-formed XML: {error}") from error
    except Wrong as error:
        place = f"{name!r}, line {walk.parser.CurrentLineNumber:,}"
        raise Unreadable("malformed", f"{place}: {error}") from error


class _Walk:
    """A parser on its way through a document, with the elements around the place it has reached."""

    __slots__ = ("_around", "_name", "_prefixes", "_text", "parser")

    def __init__(
        self, name: str, expected: Mapping[str, XmlElement], prefixes: dict[str, str]
    ) -> None:
        self._name = name
        self._around = [XmlElement(within=expected)]
        self._prefixes = prefixes
        self._text = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartNamespaceDeclHandler = self._declare
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        around = self._around
        if (element := around[-1].within.get(name)) is None:
            self._pass_over(name)
            element = _PASSED_OVER
        around.append(element)
        if opened := element.opened:
            opened(attributes)
        if element.ended:
            self._text, self.parser.CharacterDataHandler = "", self._add_text

    def _pass_over(self, name: str) -> None:
        if len(self._around) > DEEPEST:  # what is expected is never that deep
            raise Unreadable(
                "xml-attack", f"{self._name!r} nests elements more than {DEEPEST} deep"
            )
        if passed_over := self._around[-1].passed_over:
            passed_over(name)

    def _add_text(self, more: str) -> None:
        self._text = (self._text + more)[:LONGEST_TEXT]

    def _end(self, _: str) -> None:
        if ended := self._around.pop().ended:
            self.parser.CharacterDataHandler = None
            ended(self._text)

    def _declare(self, prefix: str | None, namespace: str | None) -> None:
        self._prefixes[prefix or ""] = namespace or ""

    def _refuse(self, doctype: str, *_: object) -> None:
        raise Unreadable(
            "xml-attack", f"{self._name!r} declares the document type {doctype[:60]!r}"
        )


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
