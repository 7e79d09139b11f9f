"""Shows the document's sentences as HTML, in which operations are linked where they are named."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markupsafe import Markup

from service.api.reference.operations import Operation

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_NAMED = re.compile(
    r"(?P<code><code>)?(?P<method>GET|POST|PUT|PATCH|DELETE) "
    r"(?P<path>/[\w/{}.]*[\w}])(?(code)</code>)"
)


class Prose:
    """Sentences of one document."""

    def __init__(self, operations: list[Operation], base: str, link: Callable[[str], str]) -> None:
        """`base` is the path that the sentences leave out; `link` is an operation's address."""
        self._link = link
        self._names = {
            (each.method, _shape(each.path.removeprefix(base))): each.name for each in operations
        }

    def inline(self, text: str) -> Markup:
        """One sentence or several, without a paragraph around them."""
        return Markup(self._with_links(_MARKDOWN.renderInline(text)))

    def blocks(self, text: str) -> Markup:
        """Paragraphs."""
        return Markup(self._with_links(_MARKDOWN.render(text)))

    def _with_links(self, html: str) -> str:
        return _NAMED.sub(self._linked, html)

    def _linked(self, named: re.Match[str]) -> str:
        name = self._names.get((named["method"], _shape(named["path"])))
        words = f"<code>{named['method']} {named['path']}</code>"
        return f'<a href="{self._link(name)}">{words}</a>' if name else named[0]


def _shape(path: str) -> str:
    """A path whose parameters have no names: sentences shorten them."""
    return re.sub(r"\{\w+\}", "{}", path)
