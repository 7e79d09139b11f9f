"""The page of an organisation's webhooks, and that of each: pause, test, renew its secret."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.access.lookup import find_organization
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ
from service.api.http import paging, web
from service.api.webhooks.deliveries import test_actor
from service.api.webhooks.endpoints import NewWebhook, Rotation, WebhookChanges, show_endpoint
from service.console.organization.deliveries import webhook_page
from service.console.part_forms import validated, whole_number
from service.console.rendering import acts, blueprint, see, shows
from service.console.settings_frame import page_query, render_setting, signed_in
from service.database.models import WebhookEndpoint
from service.webhooks import endpoint_tests, endpoints


@blueprint.get("/organizations/<uuid:organization_id>/webhooks")
@shows
def webhooks(organization_id: UUID) -> ResponseReturnValue:
    """The webhooks, and the form of a new one."""
    me, db = signed_in(), web.db()
    found, _who = find_organization(db, me, organization_id, ORGANIZATION_READ)
    fetch = partial(endpoints.list_mine, db, me, organization_id=organization_id)
    rows, following = paging.page(page_query(), fetch)
    return render_setting(
        "organization/webhooks.html",
        organization=found,
        webhooks=[show_endpoint(row) for row in rows],
        following=following,
        may_edit=ORGANIZATION_EDIT in me.rights_in(organization_id) or me.is_operator,
    )


@blueprint.post("/organizations/<uuid:organization_id>/webhooks")
@acts(webhooks)
def create_webhook(organization_id: UUID) -> ResponseReturnValue:
    """Make one; this answer alone holds its secret."""
    body = validated(NewWebhook, _fields())
    details = body.model_dump(exclude={"organization_id"})
    created = endpoints.create(web.db(), signed_in(), organization_id, details)
    return webhook_page(created, secret=str(created.secrets[0]["secret"]))


def _fields() -> dict[str, Any]:
    form = request.form
    return {
        "url": form.get("url", ""),
        "types": form.get("types", "").replace(",", " ").split(),
        "description": form.get("description", ""),
        "ordering": form.get("ordering", ""),
    }


def _webhook(webhook_id: UUID) -> ResponseReturnValue:
    return webhook(webhook_id=webhook_id)


@blueprint.get("/webhooks/<uuid:webhook_id>")
@shows
def webhook(webhook_id: UUID) -> ResponseReturnValue:
    """How it is, and what it was sent."""
    return webhook_page(endpoints.find(web.db(), signed_in(), webhook_id))


@blueprint.post("/webhooks/<uuid:webhook_id>")
@acts(_webhook)
def change_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Let it listen to what the form says."""
    return _changed(webhook_id, _fields())


@blueprint.post("/webhooks/<uuid:webhook_id>/pause")
@acts(_webhook)
def pause_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Call it no more, until somebody lets it go on."""
    return _changed(webhook_id, {"enabled": False})


@blueprint.post("/webhooks/<uuid:webhook_id>/resume")
@acts(_webhook)
def resume_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Go on where it ended: what happened meanwhile is sent now."""
    return _changed(webhook_id, {"enabled": True})


def _changed(webhook_id: UUID, fields: dict[str, Any]) -> Response:
    row = _held(webhook_id)
    changes = validated(WebhookChanges, fields).model_dump(exclude_unset=True)
    endpoints.update(web.db(), signed_in(), row, changes)
    return see(url_for("console.webhook", webhook_id=webhook_id, done="saved"))


def _held(webhook_id: UUID) -> WebhookEndpoint:
    return endpoints.find(web.db(), signed_in(), webhook_id, to_change=True)


@blueprint.post("/webhooks/<uuid:webhook_id>/test")
@acts(_webhook)
def test_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Send a message that means nothing."""
    delivery = endpoint_tests.make_test(web.db(), _held(webhook_id), test_actor())
    return see(url_for("console.delivery", webhook_id=webhook_id, delivery_id=delivery.id))


@blueprint.post("/webhooks/<uuid:webhook_id>/secret")
@acts(_webhook)
def renew_webhook_secret(webhook_id: UUID) -> ResponseReturnValue:
    """A new secret, which this answer alone holds."""
    hours = whole_number(request.form.get("grace_period_h", ""))
    body = validated(Rotation, {} if hours is None else {"grace_period_h": hours})
    row = _held(webhook_id)
    secret = endpoints.rotate(web.db(), row, timedelta(hours=body.grace_period_h))
    web.db().flush()
    return webhook_page(row, secret=secret)


@blueprint.post("/webhooks/<uuid:webhook_id>/delete")
@acts(_webhook)
def delete_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Forget it, and all that it was sent."""
    row = _held(webhook_id)
    organization_id = row.organization_id
    endpoints.delete(web.db(), row)
    return see(url_for("console.webhooks", organization_id=organization_id, done="deleted"))
