"""Passkeys (WebAuthn Level 3): kept by people's devices, and shown instead of a password or a code.

A passkey whose authenticator has verified its user, by a finger or a PIN, is two factors in one; it
may also stand in for the code of a second factor. Nothing secret of it is stored here.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import webauthn
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url, decode_credential_public_key
from webauthn.helpers.decoded_public_key_to_cryptography import decoded_public_key_to_cryptography
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from service import clock
from service.access.actor import check_confirmed
from service.access.lookup import unknown
from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.accounts import second_factor, second_factor_changes, sessions
from service.accounts.devices import Device
from service.accounts.login import LoginCandidate
from service.accounts.passkey_challenges import (
    CHALLENGE_LASTS,
    UNREADABLE,
    Challenge,
    WrongPasskey,
    as_json,
    challenge_of,
    check_available,
    descriptors,
    origin,
    relying_party,
)
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import Passkey, User
from service.errors import TooMany
from service.ids import new_id
from service.translations import Sentence
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "passkey_registration"
#: Passkeys of an account.
MOST = 20
#: Bytes of the longest name of a passkey (WebAuthn, 4: Credential ID).
LONGEST_ID = 1023
#: Bytes of the longest public key; one of ML-DSA-87 has some 2,600 (FIPS 204, table 2).
LONGEST_KEY = 4096


def list_mine(
    db: Session, principal: Principal, after: UUID | None = None, limit: int = 200
) -> list[Passkey]:
    """The passkeys of the caller, the oldest first; raises Unauthenticated, Forbidden."""
    query = sa.select(Passkey).where(Passkey.user_id == owner_of(principal)).order_by(Passkey.id)
    return list(db.scalars((query.where(Passkey.id > after) if after else query).limit(limit)))


def begin_registration(db: Session, principal: Principal, candidate: LoginCandidate) -> Challenge:
    """What makes another passkey, for who has shown their password.

    Whoever has a second factor has to have just shown it, too: a passkey stands in for both.
    Raises PasskeysUnavailable, Unauthenticated, Forbidden, Unconfirmed, WrongPassword, TooMany.
    """
    check_available()
    owner_of(principal)
    check_confirmed(principal.is_confirmed)
    user = second_factor_changes.held(db, candidate)
    if user.second_factor_at:
        sessions.check_just_begun(db, principal)
    known = of_user(db, user.id)
    _check_number(known)
    issued = one_time_tokens.issue(
        db, PURPOSE, user.id, _bound_to(user, principal), CHALLENGE_LASTS
    )
    options = webauthn.generate_registration_options(
        rp_id=relying_party(),
        rp_name="Werkbank",
        user_id=user.id.bytes,
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenge_of(issued.token),
        exclude_credentials=descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return Challenge(issued.token, as_json(options))


def register(
    db: Session,
    principal: Principal,
    token: str,
    credential: Mapping[str, Any],
    name: str,
    device: Device,
) -> Passkey:
    """Keep the passkey that an authenticator has made; a mail says so.

    Raises as one_time_tokens.find does, TokenVoid, Unauthenticated, Forbidden, TooMany,
    WrongPasskey.
    """
    user_id = owner_of(principal)
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    if row.subject_id != user_id:
        raise WrongPasskey(_("the passkey was begun for another account"))
    user = db.get_one(User, user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    one_time_tokens.use(row, _bound_to(user, principal))
    _check_number(of_user(db, user.id))
    made = _made(token, credential)
    credential_id = bytes_to_base64url(made.credential_id)
    if db.scalar(sa.select(Passkey.id).where(Passkey.credential_id == credential_id)):
        raise WrongPasskey(_("this passkey is known already"))
    passkey = Passkey(
        id=new_id(),
        user_id=user.id,
        name=name,
        credential_id=credential_id,
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        created_at=clock.now(),
    )
    db.add(passkey)
    db.flush()
    second_factor.tell(db, user, "passkey_added", device)
    audit.record(db, AuditAction.PASSKEY_ADDED, account_id=user.id, subject_id=passkey.id)
    return passkey


def _made(token: str, credential: Mapping[str, Any]) -> VerifiedRegistration:
    """What an authenticator has made, checked, with a key that can be read; or WrongPasskey."""
    try:
        made = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge_of(token),
            expected_rp_id=relying_party(),
            expected_origin=origin(),
            require_user_verification=True,
        )
        decoded_public_key_to_cryptography(decode_credential_public_key(made.credential_public_key))
    except UNREADABLE as error:
        raise WrongPasskey(_("the browser has made no passkey that can be used here")) from error
    if len(made.credential_id) > LONGEST_ID or len(made.credential_public_key) > LONGEST_KEY:
        raise WrongPasskey(_("the browser has made no passkey that can be used here"))
    return made


def rename(db: Session, principal: Principal, passkey_id: UUID, name: str) -> Passkey:
    """Call one of the caller's passkeys otherwise; raises Unauthenticated, Forbidden, Unknown."""
    passkey = _mine(db, principal, passkey_id)
    if passkey.name != name:
        passkey.name = name
        audit.record(
            db, AuditAction.PASSKEY_RENAMED, account_id=passkey.user_id, subject_id=passkey.id
        )
    return passkey


def delete(db: Session, principal: Principal, passkey_id: UUID, device: Device) -> None:
    """Let one of the caller's passkeys let nobody in any more; a mail says so.

    Raises Unauthenticated, Forbidden, Unknown.
    """
    passkey = _mine(db, principal, passkey_id)
    audit.record(db, AuditAction.PASSKEY_REMOVED, account_id=passkey.user_id, subject_id=passkey.id)
    second_factor.tell(db, db.get_one(User, passkey.user_id), "passkey_removed", device)
    db.delete(passkey)
    db.flush()


def owner_of(principal: Principal) -> UUID:
    """Whose passkeys a caller may see; raises Unauthenticated, Forbidden."""
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has passkeys"))
    if principal.via != "session":
        raise Forbidden(_("an API key sees and changes no passkeys; log in"))
    return principal.user_id


def _mine(db: Session, principal: Principal, passkey_id: UUID) -> Passkey:
    query = sa.select(Passkey).where(
        Passkey.id == passkey_id, Passkey.user_id == owner_of(principal)
    )
    passkey = db.scalar(query.with_for_update(**AGAINST_WRITERS))
    if passkey is None:
        raise unknown(_("there is no passkey {id}"), id=passkey_id)
    return passkey


def _check_number(known: list[Passkey]) -> None:
    if len(known) >= MOST:
        raise TooMany(
            Sentence(_("an account has at most {most} passkeys; remove one first"), most=MOST)
        )


def _bound_to(user: User, principal: Principal) -> tuple[str, ...]:
    return user.email, user.password_hash, str(principal.credential_id)


def of_user(db: Session, user_id: UUID) -> list[Passkey]:
    """The passkeys of a user."""
    return list(db.scalars(sa.select(Passkey).where(Passkey.user_id == user_id)))
