"""What goes wrong, as exceptions in the words of the service."""

from contextlib import suppress
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

import httpx

from werkbank_client.generated.models import Problem, ProcessShown
from werkbank_client.generated.types import Unset
from werkbank_client.retry_after import retry_after_s

#: Characters shown of an answer that is no problem document.
MOST_SHOWN = 200


class WerkbankError(Exception):
    """Whatever this client raises by itself."""


class NoAnswer(WerkbankError):
    """Nobody answered, or not in time, also when asked again."""


class ProblemError(WerkbankError):
    """The service answered with a problem; the message is its sentence.

    `kind` is the last part of the problem's `type`, such as `illegal-move`; each is explained at
    `problem.type_` of the service. `retry_after_s` are the seconds that the service wants to be
    left alone, where it says so.
    """

    STATUS: ClassVar[int | None] = None

    def __init__(self, problem: Problem, retry_after_s: float | None = None) -> None:
        super().__init__(_sentence(problem))
        self.problem = problem
        self.status = problem.status
        self.kind = problem.type_.rpartition("#")[2].rpartition("/")[2]
        self.retry_after_s = retry_after_s


class NotModified(ProblemError):
    """What was asked for with `if_none_match` is as the caller has it."""

    STATUS = 304


class BadRequest(ProblemError):
    """The request cannot be read."""

    STATUS = 400


class Unauthenticated(ProblemError):
    """The service does not know who asks."""

    STATUS = 401


class Forbidden(ProblemError):
    """A right is missing."""

    STATUS = 403


class NotFound(ProblemError):
    """There is no such thing, or it belongs to somebody else."""

    STATUS = 404


class Conflict(ProblemError):
    """Not possible as it stands; `problem.actions` says what is, `problem.missing` what lacks."""

    STATUS = 409


class Gone(ProblemError):
    """The events are no longer kept; `problem.position` says where to read on."""

    STATUS = 410


class VersionMovedOn(ProblemError):
    """Somebody else was faster, or there is something already."""

    STATUS = 412


class TooLarge(ProblemError):
    """The content is larger than the service takes."""

    STATUS = 413


class UnsupportedMediaType(ProblemError):
    """The service does not read content of this type."""

    STATUS = 415


class Invalid(ProblemError):
    """Well-formed but invalid; `problem.errors` says where."""

    STATUS = 422


class TooManyRequests(ProblemError):
    """A limit is reached, and waiting for it would take longer than the client may wait."""

    STATUS = 429


class Unavailable(ProblemError):
    """The service cannot answer now."""

    STATUS = 503


class NotReached(WerkbankError):
    """The process has come to a state from which it does not reach the awaited ones by itself."""

    def __init__(self, process: ProcessShown, states: str) -> None:
        super().__init__(f"the process {process.id} is {process.state}; it was to become {states}")
        self.process = process


class WaitTimedOut(WerkbankError, TimeoutError):
    """The process has not come to an awaited state in time."""

    def __init__(self, process_id: UUID, states: str, timeout_s: float) -> None:
        super().__init__(f"the process {process_id} did not become {states} within {timeout_s} s")


class FeedReset(WerkbankError):
    """Events were missed that are no longer kept: read everything anew, go on after `position`."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"events are missing that are no longer kept; read anew, and go on after {position}"
        )
        self.position = position


class WebhookRefused(WerkbankError):
    """A call of a webhook was not signed by the service, or not lately."""


_BY_STATUS = {kind.STATUS: kind for kind in ProblemError.__subclasses__()}


def problem_error(response: httpx.Response) -> ProblemError:
    """The exception for an answer that is no success; its body has been read."""
    kind = _BY_STATUS.get(response.status_code, ProblemError)
    return kind(_problem(response), retry_after_s(response))


def _problem(response: httpx.Response) -> Problem:
    if response.headers.get("Content-Type", "").startswith("application/problem+json"):
        with suppress(ValueError, KeyError, TypeError):  # a proxy's may lack what the service says
            return Problem.from_dict(response.json())
    try:
        title = HTTPStatus(response.status_code).phrase
    except ValueError:
        title = "Unknown status"
    detail = response.text[:MOST_SHOWN] or title
    return Problem(type_="about:blank", title=title, status=response.status_code, detail=detail)


def _sentence(problem: Problem) -> str:
    places = [] if isinstance(problem.errors, Unset) else problem.errors
    parts = [f"{place.pointer}: {place.detail}" for place in places]
    parts = [part for part in parts if part not in problem.detail]
    return "; ".join([problem.detail, *parts])
