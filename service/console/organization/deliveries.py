"""What a webhook was sent, on its page, and the page of one message with its attempts."""

from functools import partial
from typing import Any
from uuid import UUID

import orjson
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.access.permissions import ORGANIZATION_EDIT
from service.api.http import paging, web
from service.api.webhooks.deliveries import DeliveriesQuery, show_delivery
from service.api.webhooks.endpoints import show_endpoint
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, see, shows
from service.console.settings_frame import ON_PAGE, render_setting, signed_in
from service.database.models import WebhookEndpoint
from service.translations import gettext_noop as _
from service.webhooks import endpoints, redelivery

#: How a delivery stands.
STATES = {"pending": _("under way"), "delivered": _("taken"), "failed": _("given up")}


def webhook_page(row: WebhookEndpoint, **values: Any) -> Response:
    """The page of a webhook, with what it was sent, newest first."""
    me, db = signed_in(), web.db()
    asked = {name: request.args.get(name) or None for name in ("state", "cursor")}
    query = validated(DeliveriesQuery, {"limit": ON_PAGE, **asked})
    listed = partial(redelivery.page, db, row, state=query.state)
    rows, following = paging.page(query, listed)
    attempts = redelivery.attempts_of(db, [each.id for each in rows])
    return render_setting(
        "organization/webhook.html",
        webhook=show_endpoint(row),
        deliveries=[show_delivery(each, attempts[each.id]) for each in rows],
        following=following,
        states=STATES,
        state=query.state,
        may_edit=ORGANIZATION_EDIT in me.rights_in(row.organization_id) or me.is_operator,
        **values,
    )


@blueprint.get("/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>")
@shows
def delivery(webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """One message, and how each attempt to deliver it went."""
    me, db = signed_in(), web.db()
    webhook = endpoints.find(db, me, webhook_id)
    row = redelivery.find(db, webhook, delivery_id)
    body = orjson.dumps(orjson.loads(row.body), option=orjson.OPT_INDENT_2).decode()
    return render_setting(
        "organization/delivery.html",
        webhook=show_endpoint(webhook),
        delivery=show_delivery(row, redelivery.attempts_of(db, [row.id])[row.id]),
        body=body,
        states=STATES,
        may_edit=ORGANIZATION_EDIT in me.rights_in(webhook.organization_id) or me.is_operator,
    )


@blueprint.post("/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>")
@acts(delivery)
def send_again(webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """Send a message again, under the same id."""
    db = web.db()
    webhook = endpoints.find(db, signed_in(), webhook_id, to_change=True)
    redelivery.redeliver(db, webhook, redelivery.find(db, webhook, delivery_id))
    return see(
        url_for(
            "console.delivery", webhook_id=webhook_id, delivery_id=delivery_id, done="sent_again"
        )
    )
