"""Has parts made by way of a Werkbank.

`Werkbank` waits for each answer, `AsyncWerkbank` is awaited. What operations take and answer with
is in `werkbank_client.models`.
"""

from werkbank_client import models
from werkbank_client.async_client import AsyncWerkbank
from werkbank_client.client import Werkbank
from werkbank_client.generated.types import UNSET, File, Unset
from werkbank_client.problems import (
    BadRequest,
    Conflict,
    FeedReset,
    Forbidden,
    Gone,
    Invalid,
    NoAnswer,
    NotFound,
    NotModified,
    NotReached,
    ProblemError,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
    VersionMovedOn,
    WaitTimedOut,
    WebhookRefused,
    WerkbankError,
)
from werkbank_client.retries import Retries
from werkbank_client.webhooks import verified_event

__all__ = [
    "UNSET",
    "AsyncWerkbank",
    "BadRequest",
    "Conflict",
    "FeedReset",
    "File",
    "Forbidden",
    "Gone",
    "Invalid",
    "NoAnswer",
    "NotFound",
    "NotModified",
    "NotReached",
    "ProblemError",
    "Retries",
    "TooLarge",
    "TooManyRequests",
    "Unauthenticated",
    "Unavailable",
    "Unset",
    "UnsupportedMediaType",
    "VersionMovedOn",
    "WaitTimedOut",
    "WebhookRefused",
    "Werkbank",
    "WerkbankError",
    "models",
    "verified_event",
]
