"""Has the audit log say what was done to webhooks."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.models import WebhookEndpoint


def note(
    db: Session, action: AuditAction, webhook: WebhookEndpoint, changed: Collection[str] = ()
) -> None:
    """Have the audit log say what was done to an endpoint; it names the host, not the address."""
    audit.record(
        db,
        action,
        organization_id=webhook.organization_id,
        subject_id=webhook.id,
        subject_name=webhook.target,
        changed=changed,
    )
