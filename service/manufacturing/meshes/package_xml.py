"""Parses XML as a stream, without entities, document types, deep nesting or huge tokens."""

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from service.manufacturing.meshes.mesh import MIB, Unreadable

#: Elements within elements; a 3MF model needs some eight, metadata of its makers a few more.
DEEPEST = 64
#: Longest tag or remark, as the parser holds it in memory.
LONGEST_TOKEN_BYTES = MIB

Attributes = Mapping[str, str]
#: Called with the qualified name of an element and its attributes when it opens.
Opened = Callable[[str, Attributes], None]


def parse(
    chunks: Iterable[bytes], name: str, opened: Opened, prefixes: dict[str, str] | None = None
) -> None:
    """Walk through the document `name`; names are "namespace local", or "local" without one.

    `prefixes` is filled with the namespaces by prefix, before the element that declares them.
    Raises Unreadable "xml-attack" for a document type, which alone can declare entities, and
    for nesting or tokens that no model has; "malformed" for what is not well-formed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("xml-attack", f"{name!r} nests elements more than {DEEPEST} deep")
        opened(element, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

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


def _feed(parser: expat.XMLParserType, chunks: Iterable[bytes], name: str) -> None:
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - max(0, parser.CurrentByteIndex) > LONGEST_TOKEN_BYTES:
            raise Unreadable(
                "xml-attack", f"{name!r} has a tag longer than {LONGEST_TOKEN_BYTES:,} bytes"
            )
    parser.Parse(b"", True)
