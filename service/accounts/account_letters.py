"""Decides what a queued mail about an account says, to whom, and makes the link in it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from service import clock
from service.access.reader_zones import reader_zone
from service.accounts import (
    device_approvals,
    email_confirmations,
    invitations,
    organization_emails,
    organizations,
    password_changes,
    users,
)
from service.database.models import AccountMail, Organization, User
from service.database.models.column_json import AccountMailJson
from service.notifications import account_mails, mail_queue
from service.sourcing import offer_confirmations
from service.values.mailed_names import harmless


@dataclass(frozen=True)
class AccountLetter:
    """A mail to be sent."""

    id: UUID
    kind: str
    name: str
    email: str
    language: str
    data: AccountMailJson
    token: str | None = None
    #: until when the token can be used
    until: datetime | None = None
    #: in which its reader is told times
    zone: tzinfo = UTC


def next_letter(db: Session) -> AccountLetter | None:
    """The next mail that is due, claimed for a while; those that nobody is to get are dropped."""
    while row := account_mails.claim(db):
        if letter := _letter(db, row):
            return letter
        mail_queue.drop(row, clock.now())
    return None


def _letter(db: Session, row: AccountMail) -> AccountLetter | None:
    if row.kind == "invitation":
        return _invitation(db, row)
    if row.kind == "organization_email":
        return _organization_email(db, row)
    if row.kind == "offer_confirmation":
        return _offer_confirmation(db, row)
    if row.kind == "device_approval":
        return _device_approval(db, row)
    user = _user(db, row)
    if user is None or user.disabled_at:
        return None
    if row.kind == "email_confirmation":
        return _confirmation(db, row, user)
    if user.email_verified_at is None:
        return None
    letter = _to(db, row, user)
    if row.kind == "password_reset":
        token, until = password_changes.issue_link(db, user)
        return replace(letter, token=token, until=until)
    return letter


def _to(db: Session, row: AccountMail, user: User) -> AccountLetter:
    language = organizations.language_of(db, user.id)
    # Where the account says, and not as somebody wrote it who asked for the mail.
    return AccountLetter(
        row.id,
        row.kind,
        user.name,
        user.email,
        language,
        row.data,
        zone=organizations.zone_of(db, user.id),
    )


def _confirmation(db: Session, row: AccountMail, user: User) -> AccountLetter | None:
    """To an address that somebody claims, without their name: anybody can have called themselves
    anything. Whoever has an account with it already is told that instead.
    """
    if user.claimed_email is None:
        return None
    if known := users.holder_of(db, user.claimed_email):
        is_open = known.disabled_at is None
        return replace(_to(db, row, known), kind="already_registered") if is_open else None
    token, until = email_confirmations.issue_link(db, user)
    letter = _to(db, row, user)
    return replace(letter, name="", email=user.claimed_email, token=token, until=until)


def _invitation(db: Session, row: AccountMail) -> AccountLetter | None:
    invitation = invitations.find_sendable(db, row.subject_id)
    if invitation is None:
        return None
    token, until = invitations.issue_link(db, invitation)
    data: AccountMailJson = {
        "inviter": harmless(invitation.inviter.name),
        "organization": harmless(invitation.organization.name),
        "role": harmless(invitation.role.name),
    }
    return _in_name_of(
        db, row, invitation.organization, invitation.email, data, token=token, until=until
    )


def _device_approval(db: Session, row: AccountMail) -> AccountLetter | None:
    """To whoever has the password, and to nobody once the browser waits no longer."""
    waiting = device_approvals.waiting_session(db, row.subject_id)
    if waiting is None:
        return None
    token, until = device_approvals.issue_link(db, waiting)
    return replace(_to(db, row, waiting.user), token=token, until=until)


def _organization_email(db: Session, row: AccountMail) -> AccountLetter | None:
    organization = db.get(Organization, row.subject_id)
    if organization is None or organization.email != row.email or organization.email_verified_at:
        return None
    token, until = organization_emails.issue_link(db, organization)
    data: AccountMailJson = {"organization": harmless(organization.name)}
    return _in_name_of(db, row, organization, row.email, data, token=token, until=until)


def _offer_confirmation(db: Session, row: AccountMail) -> AccountLetter | None:
    offer = offer_confirmations.pending(db, row.subject_id) if row.subject_id else None
    if offer is None or offer.contractor.confirmed_email != row.email:
        return None
    token, until = offer_confirmations.issue_link(db, offer)
    data: AccountMailJson = {
        "number": offer.request.number,
        "amount": str(offer.price.amount),
        "currency": offer.price.currency,
    }
    return _in_name_of(db, row, offer.contractor, row.email, data, token=token, until=until)


def _in_name_of(
    db: Session,
    row: AccountMail,
    organization: Organization,
    email: str,
    data: AccountMailJson,
    *,
    token: str,
    until: datetime,
) -> AccountLetter:
    """To an address without an account, in the language and time zone of the organisation."""
    zone, language = reader_zone(db, organization.id), organization.language
    return AccountLetter(row.id, row.kind, "", email, language, data, token, until, zone)


def _user(db: Session, row: AccountMail) -> User | None:
    return users.find(db, row.subject_id) if row.subject_id else users.holder_of(db, row.email)
