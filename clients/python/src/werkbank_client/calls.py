"""Says what a call of the API is, before anybody sends it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import httpx

T = TypeVar("T")

#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request of an operation, and how its answer is read.

    `takes_key` says that the service knows a repeat of it by its `Idempotency-Key`. At most one
    of `json`, `content` and `files` is the body.
    """

    operation: str
    method: str
    path: str
    parse: Callable[[httpx.Response], T]
    takes_key: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    content: Any = None
    files: Any = None


class Send(Protocol):
    """Sends a call, and returns what was answered; raises NoAnswer, ProblemError."""

    def __call__(self, call: Call[T], /) -> T: ...


class AsyncSend(Protocol):
    """Sends a call, and returns what was answered; raises NoAnswer, ProblemError."""

    async def __call__(self, call: Call[T], /) -> T: ...
