"""Draws what many documents hold alike once, and puts its operators into each of them.

Letters and fonts have their codes by the order in which a document comes to them. Where that
differs a block is drawn anew, so each document has the bytes that it would have had anyway.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from reportlab.platypus import Flowable

from service.documents.layout import reportlab_internals
from service.documents.layout.reportlab_internals import Operators

#: Blocks that are kept: some 10 kB each, and what their arguments take, such as a picture.
_BLOCKS_KEPT: Final = 128


def drawn_once(make: Callable[..., Flowable], *arguments: Hashable) -> Flowable:
    """The flowable that `make` makes of these; equal arguments must give what looks alike.

    It must depend on the room it is given alone. What has links or shaped letters is drawn each
    time, as is what goes on on the next page.
    """
    return _DrawnOnce(_block(make, arguments))


class _Extent(NamedTuple):
    """What a block takes of the width that there is, and how it stands in it."""

    width: float
    height: float
    alignment: str


@dataclass
class _DrawnBlock:
    """What is known of a flowable from documents that had it before, by the width of its room."""

    make: Callable[..., Flowable]
    arguments: tuple[Hashable, ...]
    #: above and below
    spaces: tuple[float, float] | None = None
    extents: dict[float, _Extent] = field(default_factory=dict)
    operators: dict[float, Operators] = field(default_factory=dict)


@lru_cache(_BLOCKS_KEPT)
def _block(make: Callable[..., Flowable], arguments: tuple[Hashable, ...]) -> _DrawnBlock:
    return _DrawnBlock(make, arguments)


class _DrawnOnce(Flowable):  # type: ignore[misc]
    """A block in one document; the flowable itself is only made where it is needed."""

    def __init__(self, block: _DrawnBlock) -> None:
        super().__init__()
        self._block = block
        self._made: Flowable | None = None
        self._room = 0.0

    def wrap(self, room: float, height: float) -> tuple[float, float]:
        """What it takes of that room."""
        extent = self._block.extents.get(room) or self._measured(room, height)
        if extent.height <= height:  # else a table has not looked at all its rows
            self._block.extents[room] = extent
        self._room = room
        self.width, self.height, self.hAlign = extent.width, extent.height, extent.alignment
        return extent.width, extent.height

    def split(self, room: float, height: float) -> list[Flowable]:
        """The pieces of the flowable itself."""
        pieces: list[Flowable] = self._flowable().splitOn(self.canv, room, height)
        return pieces

    def getSpaceBefore(self) -> float:  # noqa: N802
        """As of the flowable."""
        return self._spaces()[0]

    def getSpaceAfter(self) -> float:  # noqa: N802
        """As of the flowable."""
        return self._spaces()[1]

    def _spaces(self) -> tuple[float, float]:
        if self._block.spaces is None:  # asked for before it is measured
            flowable = self._flowable()
            self._block.spaces = flowable.getSpaceBefore(), flowable.getSpaceAfter()
        return self._block.spaces

    def draw(self) -> None:
        """Draw it at the origin."""
        known = self._block.operators.get(self._room)
        if known and reportlab_internals.repeat(self.canv, known):
            return
        self._measured(self._room, self.height)
        if operators := reportlab_internals.record(self.canv, self._flowable()):
            self._block.operators[self._room] = operators

    def _measured(self, room: float, height: float) -> _Extent:
        flowable = self._flowable()
        width, height = flowable.wrapOn(self.canv, room, height)
        return _Extent(width, height, flowable.hAlign)

    def _flowable(self) -> Flowable:
        if self._made is None:
            self._made = self._block.make(*self._block.arguments)
        return self._made
