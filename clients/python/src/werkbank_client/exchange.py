"""Makes requests of calls, and results of what came back, without sending anything."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from werkbank_client.calls import SAFE, Call
from werkbank_client.problems import NoAnswer, problem_error

T = TypeVar("T")

AGENT = f"werkbank-client/{version('werkbank-client')}"
#: Operations whose answer holds the token that the next write of a session needs.
WITH_TOKEN = frozenset(
    {"get_me", "log_in", "log_in_with_code", "log_in_with_passkey", "register", "update_me"}
)


@dataclass
class Caller:
    """Who asks, where, and in which language.

    An API key goes with every request. Without one the cookie of a login does, and every write
    sends the `csrf_token` of the last answer about the account.
    """

    url: str
    api_key: str | None = None
    language: str | None = None
    csrf_token: str | None = None

    def request(
        self, http: httpx.Client | httpx.AsyncClient, call: Call[Any], timeout: httpx.Timeout
    ) -> httpx.Request:
        """The request of a call; sent again, it is the same with the same `Idempotency-Key`."""
        return http.build_request(
            call.method,
            self.url.rstrip("/") + call.path,
            params=call.params or None,
            headers=self._headers(call),
            json=call.json,
            content=call.content,
            files=call.files,
            timeout=timeout,
        )

    def _headers(self, call: Call[Any]) -> dict[str, str]:
        headers = {"Accept": "application/json, */*;q=0.5", "User-Agent": AGENT}
        if self.language:
            headers["Accept-Language"] = self.language
        if self.api_key:
            headers["Authorization"] = f"Bearer {self.api_key}"
        elif self.csrf_token and call.method not in SAFE:
            headers["X-CSRF-Token"] = self.csrf_token
        if call.takes_key:
            headers["Idempotency-Key"] = uuid4().hex
        return headers | dict(call.headers)

    def result(self, call: Call[T], outcome: httpx.Response | httpx.TransportError) -> T:
        """What a call was answered with; keeps the token of an answer about the account.

        Raises NoAnswer, ProblemError.
        """
        response = success(call, outcome)
        if call.operation in WITH_TOKEN:
            self.csrf_token = response.json().get("csrf_token")
        elif call.operation == "log_out":
            self.csrf_token = None
        return call.parse(response)


def success(call: Call[Any], outcome: httpx.Response | httpx.TransportError) -> httpx.Response:
    """The answer of a call, if it is one; raises NoAnswer, ProblemError."""
    if isinstance(outcome, httpx.TransportError):
        raise NoAnswer(f"{call.method} {call.path} was not answered: {outcome}") from outcome
    if not outcome.is_success:
        raise problem_error(outcome)
    return outcome
