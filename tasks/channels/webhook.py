"""Sends a request to the contractor's own system: as a signed message to one of its webhooks."""

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from service import clock
from service.database import transactions
from service.documents.dossier_zip import order_json
from service.settings import settings
from service.values.addresses import networks
from service.webhooks import circuit_breaker, signatures
from tasks.channels import Dispatch, DispatchRefused, Receipt, Unavailable
from tasks.delivery import http_client

#: Refusals that may pass: too slow, still busy with the same key, too early, too many.
PASSING = frozenset({408, 409, 425, 429})


@dataclass(frozen=True)
class Endpoint:
    """Where a contractor wants to be asked, and with what the message is signed."""

    url: str
    target: str
    circuit: str
    keys: tuple[str, ...]


class WebhookChannel:
    """The channel "webhook": calls the endpoint that `find` knows of the contractor.

    The key of the request is `webhook-id` and `Idempotency-Key`, the same in every attempt, so a
    receiver that has answered too late recognises the repeat.
    """

    name = "webhook"

    def __init__(self, find: Callable[[Dispatch], Endpoint]) -> None:
        self._find = find

    def deliver(self, dispatch: Dispatch) -> Receipt:
        """Call the endpoint; any 2xx takes the request.

        Raises `DispatchRefused` when there is no endpoint to call or it says no for good (3xx,
        4xx), `Unavailable` when it is silent, busy or out of reach: whether it arrived is unknown.
        """
        endpoint = self._find(dispatch)
        with transactions.reading() as session:
            if circuit_breaker.is_paused(session, endpoint.circuit):
                raise Unavailable(f"{endpoint.target} has failed lately and is left alone a while")
        answer = self._call(endpoint, dispatch)
        with transactions.writing() as session:
            circuit_breaker.count_outcome(session, endpoint.circuit, http_client.outcome_of(answer))
        if answer.accepted:
            return Receipt(self.name, dispatch.idempotency_key, f"answered {answer.status}")
        if answer.refused or _is_final(answer.status):
            raise DispatchRefused(f"the webhook was not taken: {answer.error}")
        raise Unavailable(f"the webhook was not taken: {answer.error}", answer.retry_after_s)

    def _call(self, endpoint: Endpoint, dispatch: Dispatch) -> http_client.HttpAnswer:
        body, key = message(dispatch), dispatch.idempotency_key
        signed = signatures.headers(key, clock.now(), body, endpoint.keys)
        config = settings()
        return http_client.post(
            endpoint.url,
            body,
            {**signed, "Idempotency-Key": key},
            allowed=networks(config.webhook_allowed_networks),
            at_most_s=config.webhook_timeout_s,
        )


def message(dispatch: Dispatch) -> bytes:
    """What is sent: the request, its dossier as data, and where its files and its answer go."""
    site = f"{settings().public_url}/api/v1/requests/{dispatch.request_id}"
    content = {
        "type": "request.dispatched",
        "id": dispatch.idempotency_key,
        "at": dispatch.dossier.issued_at,
        "data": {
            "request_id": dispatch.request_id,
            "number": dispatch.number,
            "order": orjson.loads(order_json(dispatch.dossier)),
            "links": {
                "request": site,
                "dossier_pdf": f"{site}/dossier.pdf",
                "dossier_zip": f"{site}/dossier.zip",
                "answer": dispatch.answer_url,
            },
        },
    }
    return orjson.dumps(content, option=orjson.OPT_UTC_Z)


def _is_final(status: int | None) -> bool:
    return status is not None and 300 <= status < 500 and status not in PASSING
