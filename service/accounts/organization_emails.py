"""Lets the address of an organisation count once somebody has answered a mail sent to it."""

from typing import Final

from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.accounts.confirmation_links import LINK_LASTS, AlreadyConfirmed
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import OneTimeToken, Organization
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.events.outbox import announce_to_members
from service.notifications import account_mails
from service.settings import settings
from service.translations import gettext_noop as _
from workflows.engine import Actor

PURPOSE: Final = "organization_email"


def claim(db: Session, organization: Organization) -> None:
    """Let an address that was just stated count for nothing, and have a link mailed to it.

    Where addresses need not be confirmed it counts at once.
    """
    organization.email_verified_at = None
    if organization.email is None:
        return
    if settings().email_confirmation:
        account_mails.enqueue(db, PURPOSE, organization.email, subject_id=organization.id)
    else:
        organization.email_verified_at = clock.now()


def send_again(db: Session, organization: Organization) -> str:
    """Have another link mailed; where to. Raises AlreadyConfirmed."""
    if organization.email is None or organization.email_verified_at:
        raise AlreadyConfirmed(_("the organization has no address that waits to be confirmed"))
    account_mails.enqueue(db, PURPOSE, organization.email, subject_id=organization.id)
    return organization.email


def issue_link(db: Session, organization: Organization) -> IssuedToken:
    """The token that a mail to the address carries; it is void once another is stated."""
    return one_time_tokens.issue(db, PURPOSE, organization.id, _bound_to(organization), LINK_LASTS)


def find(db: Session, token: str) -> Organization:
    """Whose address the link confirms; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    organization = _of_token(db, row)
    one_time_tokens.check(row, _bound_to(organization))
    return organization


def confirm(db: Session, token: str) -> Organization:
    """Let the address of the link be the organisation's, to which mails go from now on.

    Its members are told. Raises as one_time_tokens.find does, and TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    organization = _of_token(db, row, lock=True)
    one_time_tokens.use(row, _bound_to(organization))
    organization.email_verified_at = clock.now()
    db.flush()
    audit.record(db, AuditAction.ORGANIZATION_CONFIRMED, organization_id=organization.id)
    reader = ActingParty(Actor.CLIENT, None, organization.name, organization.id)
    announce_to_members(
        db, organization, "organization.updated", reader, {"changed": ["email_verified_at"]}
    )
    return organization


def _of_token(db: Session, row: OneTimeToken, *, lock: bool = False) -> Organization:
    held = AGAINST_WRITERS if lock else None
    organization = db.get(
        Organization, row.subject_id, with_for_update=held, populate_existing=lock
    )
    if organization is None:
        raise TokenVoid(_("the organization of this link is not there any more"))
    return organization


def _bound_to(organization: Organization) -> tuple[str, ...]:
    """Nothing once the address counts: of two links that were mailed, the second is void then."""
    waits = organization.email and organization.email_verified_at is None
    return (str(organization.email),) if waits else ()
