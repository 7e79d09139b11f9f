"""Tells calls of the service's webhooks from those of anybody else."""

import json
from collections.abc import Mapping

from standardwebhooks import Webhook, WebhookVerificationError

from werkbank_client.generated.models import EventShown
from werkbank_client.problems import WebhookRefused


def verified_event(secret: str, headers: Mapping[str, str], body: bytes) -> EventShown:
    """The event that a webhook was called with; raises WebhookRefused.

    `secret` is the endpoint's (`whsec_...`), `body` the request's as it came. A call that was
    signed more than five minutes ago is refused too: somebody may have recorded it. The service
    repeats a call whose answer it did not get; the same event has the same `id` then.
    """
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
        return EventShown.from_dict(json.loads(body))
    except WebhookVerificationError as error:
        raise WebhookRefused(f"this call does not come from the service: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WebhookRefused(f"this call cannot be read: {error}") from error
