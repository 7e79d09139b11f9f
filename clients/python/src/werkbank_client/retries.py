"""Decides which calls are sent again, and when."""

import random
from dataclasses import dataclass
from typing import Any

import httpx

from werkbank_client.calls import SAFE, Call
from werkbank_client.problems import problem_error
from werkbank_client.retry_after import retry_after_s

#: A repeat with the same key while the first request still runs; its answer comes later.
STILL_RUNS = "idempotency-key-in-use"
#: Statuses of a service that did nothing, and of a proxy that does not know what it did.
NOTHING_DONE = frozenset({429, 503})
UNKNOWN_WHETHER_DONE = frozenset({502, 504})
#: The connection did not come about.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
#: Mistakes of the caller: they would happen again.
HOPELESS = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
#: Their answers hold a secret that is shown once and that the service keeps for no repeat: sent
#: again they would make a second one.
SHOWN_ONCE = frozenset(
    {"begin_second_factor", "create_api_key", "create_webhook", "rotate_webhook_secret"}
)


@dataclass(frozen=True)
class Retries:
    """How often a call is sent in all, and the seconds between.

    Pauses double from `first_pause_s` up to `longest_pause_s`, and a random part of each is left
    out, so that many clients do not come back at once. `Retry-After` is obeyed if it is no longer
    than `longest_wait_s`; otherwise the problem is raised at once.
    """

    attempts: int = 6
    first_pause_s: float = 0.5
    longest_pause_s: float = 8.0
    longest_wait_s: float = 60.0

    def pause_s(
        self, call: Call[Any], attempt: int, outcome: httpx.Response | httpx.TransportError
    ) -> float | None:
        """Seconds to wait before the next attempt; None: this was the last one.

        `attempt` counts from 1. A write is sent again only if nothing was done, or if the service
        knows the repeat by its key.
        """
        if attempt >= self.attempts or not _may_pass(call, outcome):
            return None
        longest = min(self.first_pause_s * 2.0 ** (attempt - 1), self.longest_pause_s)
        pause_s = random.uniform(longest / 2, longest)
        asked_s = retry_after_s(outcome) if isinstance(outcome, httpx.Response) else None
        if asked_s is None:
            return pause_s
        return asked_s + pause_s / 10 if asked_s <= self.longest_wait_s else None


def is_repeatable(call: Call[Any]) -> bool:
    """Whether a call has the same effect once and twice."""
    return call.method in SAFE or (call.takes_key and call.operation not in SHOWN_ONCE)


def _may_pass(call: Call[Any], outcome: httpx.Response | httpx.TransportError) -> bool:
    if isinstance(outcome, httpx.Response):
        if outcome.status_code in NOTHING_DONE:
            return True
        if outcome.status_code == 409:
            return problem_error(outcome).kind == STILL_RUNS
        return outcome.status_code in UNKNOWN_WHETHER_DONE and is_repeatable(call)
    if isinstance(outcome, HOPELESS):
        return False
    return isinstance(outcome, NEVER_SENT) or is_repeatable(call)
