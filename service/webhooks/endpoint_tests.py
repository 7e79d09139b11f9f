"""Sends a webhook a message that means nothing, to see whether its endpoint takes it."""

from datetime import timedelta
from typing import Final

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.audit.actions import AuditAction
from service.database.models import Delivery, WebhookEndpoint
from service.database.models.column_json import ActorJson
from service.errors import TooMany
from service.ids import new_id
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.webhooks import deliveries
from service.webhooks.audited import note

#: The type of such a message.
TEST: Final = "webhook.test"
#: How many of them an organisation sends within a minute.
TESTS_PER_MINUTE: Final = 10


def make_test(db: Session, webhook: WebhookEndpoint, by: ActorJson) -> Delivery:
    """A delivery of an event that means nothing, to see whether the endpoint takes it.

    Raises TooMany beyond TESTS_PER_MINUTE of an organisation.
    """
    _check_tests(db, webhook)
    id = new_id()
    message = {
        "position": None,
        "id": str(id),
        "type": TEST,
        "at": clock.now(),
        "project_id": None,
        "process_id": None,
        "actor": by,
        "data": {"webhook_id": str(webhook.id)},
    }
    body = orjson.dumps(message, option=orjson.OPT_UTC_Z).decode()
    delivery = deliveries.new_delivery(webhook, id, webhook.position, id, TEST, body)
    deliveries.add(db, webhook, [delivery])
    note(db, AuditAction.WEBHOOK_TESTED, webhook)
    return delivery


def _check_tests(db: Session, webhook: WebhookEndpoint) -> None:
    tests = (
        sa.select(sa.func.count())
        .select_from(Delivery)
        .join(WebhookEndpoint, WebhookEndpoint.id == Delivery.webhook_id)
        .where(
            Delivery.type == TEST,
            Delivery.created_at > clock.now() - timedelta(minutes=1),
            WebhookEndpoint.organization_id == webhook.organization_id,
        )
    )
    if (db.scalar(tests) or 0) >= TESTS_PER_MINUTE:
        message = _("{most} tests of webhooks were sent within a minute; try again in a minute")
        raise TooMany(Sentence(message, most=TESTS_PER_MINUTE))
