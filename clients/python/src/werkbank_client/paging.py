"""Lists that come in pages."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Page(Protocol[T_co]):
    """Some rows of a list, and the cursor of the page that follows."""

    @property
    def items(self) -> Sequence[T_co]: ...

    @property
    def next_(self) -> str | None: ...
