"""Creates, changes and disables webhook endpoints, and renews their secrets."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import SYSTEM
from service.access.lookup import Unknown, find_organization
from service.access.permissions import (
    ORGANIZATION_EDIT,
    ORGANIZATION_READ,
    Forbidden,
    Principal,
    Unauthenticated,
    granted,
)
from service.audit.actions import AuditAction
from service.database.chosen_ids import free_id
from service.database.clock import database_now
from service.database.locks import AGAINST_WRITERS
from service.database.models import ContractorRow, Organization, Request, WebhookEndpoint
from service.database.models.column_json import SecretJson
from service.errors import BadField, TooMany
from service.events.outbox import announce_to_members, position_of_last_announced
from service.settings import settings
from service.translations import Sentence, gettext_noop
from service.translations import gettext_noop as _
from service.values.addresses import networks
from service.values.json_object import JsonObject
from service.webhooks import deliveries, signatures
from service.webhooks.audited import note
from service.webhooks.url_policy import BadTarget, place_of

#: An organisation has no more endpoints than this.
MOST = 50
#: Secrets that are valid at the same time: the new one, and the old one until receivers know it.
MOST_SECRETS = 2
#: Why an endpoint is off that its own people have switched off.
SWITCHED_OFF = "switched off"


def create(
    db: Session, principal: Principal, organization_id: UUID | None, details: JsonObject
) -> WebhookEndpoint:
    """A new endpoint for what happens from now on. Its secret is the first of `secrets`.

    Raises Unauthenticated, Unknown, Forbidden, BadField, IdTaken, TooMany.
    """
    if principal.user_id is None:
        raise Unauthenticated(
            gettext_noop("webhooks belong to organizations; log in or send an API key")
        )
    home = organization_id or principal.home_id
    if home is None:
        raise BadField.at("/organization_id", _("webhooks belong to an organization; name yours"))
    organization, __ = find_organization(db, principal, home, ORGANIZATION_EDIT, lock=True)
    id = details.pop("id", None)
    id = free_id(db, id)
    _check_room(db, organization.id)
    webhook = WebhookEndpoint(
        id=id,
        organization_id=organization.id,
        url=details["url"],
        target=_target(details["url"]),
        description=details["description"],
        types=details["types"],
        ordering=details["ordering"],
        enabled=details["enabled"],
        rights=_granted(principal, organization.id, details.get("rights")),
        sees_prices=principal.sees_prices,
        secrets=[_secret()],
        position=position_of_last_announced(db),
        created_at=clock.now(),
    )
    db.add(webhook)
    db.flush()
    note(db, AuditAction.WEBHOOK_CREATED, webhook)
    return webhook


def _check_room(db: Session, organization_id: UUID) -> None:
    existing = sa.select(sa.func.count()).where(WebhookEndpoint.organization_id == organization_id)
    if (db.scalar(existing.select_from(WebhookEndpoint)) or 0) >= MOST:
        raise TooMany(
            Sentence(gettext_noop("an organization has at most {most} webhooks"), most=MOST)
        )


def find(
    db: Session, principal: Principal, webhook_id: UUID, *, to_change: bool = False
) -> WebhookEndpoint:
    """An endpoint that the caller may see, or change; raises Unknown, Forbidden.

    Whoever reads what it was sent, or redirects it, must themselves hold the rights it has.
    """
    webhook = db.get(WebhookEndpoint, webhook_id)
    may_know = webhook and (principal.rights_in(webhook.organization_id) or principal.is_operator)
    if webhook is None or not may_know:
        raise Unknown(
            Sentence(gettext_noop("there is no webhook {webhook_id}"), webhook_id=webhook_id)
        )
    right = ORGANIZATION_EDIT if to_change else ORGANIZATION_READ
    find_organization(db, principal, webhook.organization_id, right)
    lacking = _hears(webhook) - _holds(principal, webhook)
    if lacking and not principal.is_operator:
        raise Forbidden(
            Sentence(
                gettext_noop("the webhook hears by rights that you lack: {names}"),
                names=", ".join(sorted(lacking)),
            )
        )
    if to_change:
        db.refresh(webhook, with_for_update=AGAINST_WRITERS)
    return webhook


def _hears(webhook: WebhookEndpoint) -> frozenset[str]:
    """All that somebody must hold who reads what the endpoint was sent."""
    return granted(webhook.rights, webhook.sees_prices)


def _holds(principal: Principal, webhook: WebhookEndpoint) -> frozenset[str]:
    return granted(principal.rights_in(webhook.organization_id), principal.sees_prices)


def list_mine(
    db: Session,
    principal: Principal,
    after: UUID | None,
    limit: int,
    *,
    organization_id: UUID | None,
) -> list[WebhookEndpoint]:
    """The endpoints of the caller's organisations whose rights they hold, oldest first."""
    organization_ids = [p for p, rights in principal.rights.items() if ORGANIZATION_READ in rights]
    if organization_id:
        find_organization(db, principal, organization_id, ORGANIZATION_READ)
        organization_ids = [organization_id]
    query = (
        sa.select(WebhookEndpoint)
        .where(WebhookEndpoint.organization_id.in_(organization_ids))
        .order_by(WebhookEndpoint.id)
    )
    webhooks = db.scalars(query.where(WebhookEndpoint.id > after) if after else query)
    return [w for w in webhooks if _holds(principal, w) >= _hears(w)][:limit]


def update(
    db: Session, principal: Principal, webhook: WebhookEndpoint, changes: JsonObject
) -> None:
    """Change what `changes` names; the caller holds the row. Raises BadField, Forbidden."""
    before = {name: getattr(webhook, name) for name in changes}
    if "url" in changes and changes["url"] != webhook.url:
        webhook.url, webhook.target = changes["url"], _target(changes["url"])
        webhook.failing_since = None
    if "rights" in changes:
        webhook.rights = _granted(principal, webhook.organization_id, changes["rights"])
    for name in ("description", "types"):
        if name in changes:
            setattr(webhook, name, changes[name])
    if changes.get("enabled", webhook.enabled) and not webhook.enabled:
        _enable(webhook)
    elif not changes.get("enabled", True) and webhook.enabled:
        webhook.enabled = False
        webhook.disabled_at, webhook.disabled_reason = clock.now(), SWITCHED_OFF
    if changes.get("ordering", webhook.ordering) != webhook.ordering:
        webhook.ordering = changes["ordering"]
        deliveries.reorder(db, webhook)
    webhook.version += 1
    db.flush()
    changed = [name for name, value in before.items() if getattr(webhook, name) != value]
    note(db, AuditAction.WEBHOOK_UPDATED, webhook, changed)


def is_switched_off(webhook: WebhookEndpoint) -> bool:
    """Whether its own people have switched it off, or have made it so; not the service."""
    return not webhook.enabled and webhook.disabled_reason in (None, SWITCHED_OFF)


def _enable(webhook: WebhookEndpoint) -> None:
    """Go on where it ended: what happened meanwhile, and what waits, is sent now."""
    webhook.enabled = True
    webhook.disabled_at = webhook.disabled_reason = None
    webhook.failing_since = webhook.notice_due_at = None


def rotate(db: Session, webhook: WebhookEndpoint, grace: timedelta) -> str:
    """A new secret; the one before it stays valid for `grace` beside it."""
    now = clock.now()
    newest = _secret()
    until = (now + grace).isoformat()
    before: list[SecretJson] = [
        {**secret, "expires_at": min(secret["expires_at"] or until, until)}
        for secret in live(webhook, now)
    ]
    webhook.version += 1
    webhook.secrets = [newest, *before][: MOST_SECRETS if grace else 1]
    note(db, AuditAction.WEBHOOK_SECRET_RENEWED, webhook)
    return newest["secret"]


def live(webhook: WebhookEndpoint, now: datetime) -> list[SecretJson]:
    """The secrets that still sign, newest first."""
    return [
        secret
        for secret in webhook.secrets
        if not secret["expires_at"] or datetime.fromisoformat(secret["expires_at"]) > now
    ]


def keys(webhook: WebhookEndpoint, now: datetime) -> list[str]:
    """What messages are signed with."""
    return [secret["secret"] for secret in live(webhook, now)]


def delete(db: Session, webhook: WebhookEndpoint) -> None:
    """Forget an endpoint and all that it was sent."""
    db.delete(webhook)
    db.flush()
    note(db, AuditAction.WEBHOOK_DELETED, webhook)


def disable(db: Session, webhook: WebhookEndpoint, reason: str) -> None:
    """Call it no more, and say so: an event, and a mail to the organisation."""
    now = database_now(db)
    webhook.enabled = False
    webhook.disabled_at, webhook.disabled_reason = now, reason
    webhook.notice_due_at = now
    webhook.version += 1
    note(db, AuditAction.WEBHOOK_DISABLED, webhook)
    organization = db.get_one(Organization, webhook.organization_id)
    announce_to_members(
        db,
        organization,
        "organization.webhook_disabled",
        SYSTEM,
        {"webhook_id": str(webhook.id), "url": webhook.url, "reason": reason},
    )


def for_requests(db: Session, request_id: UUID) -> WebhookEndpoint | None:
    """The webhook on which the contractor of a request wants to be asked, if it is switched on."""
    request = db.get_one(Request, request_id)
    contractor = db.get(ContractorRow, request.contractor_id)
    named = contractor.terms.get("webhook_id") if contractor else None
    webhook = db.get(WebhookEndpoint, UUID(named)) if named else None
    if webhook is None or webhook.organization_id != request.contractor_id or not webhook.enabled:
        return None
    return webhook


def _secret() -> SecretJson:
    made_at = clock.now().isoformat()
    return {"secret": signatures.new_secret(), "created_at": made_at, "expires_at": None}


def _target(url: str) -> str:
    try:
        return place_of(url, networks(settings().webhook_allowed_networks)).target
    except BadTarget as error:
        raise BadField.at("/url", error.args[0]) from error


def _granted(
    principal: Principal, organization_id: UUID, chosen: Collection[str] | None
) -> list[str]:
    """The rights that an endpoint gets: none that the caller does not hold."""
    held = principal.rights_in(organization_id)
    if chosen is None:
        return sorted(held)
    if lacking := set(chosen) - held:
        raise Forbidden(
            Sentence(
                gettext_noop("you cannot give rights that you lack: {names}"),
                names=", ".join(sorted(lacking)),
            )
        )
    return sorted(set(chosen))
