"""Lets in whose passkey has signed a challenge: alone, or instead of a code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import webauthn
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import UserVerificationRequirement

from service import clock
from service.access.permissions import NOBODY, Principal
from service.accounts import login
from service.accounts.devices import NO_DEVICE, Device
from service.accounts.login import LoginResult
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
from service.accounts.passkeys import of_user
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import Passkey, User
from service.translations import gettext_noop as _

PURPOSE: one_time_tokens.Purpose = "passkey_login"
#: Whom a challenge is for before a passkey says who they are.
_NOBODY = UUID(int=0)


def begin_login(
    db: Session, login_token: str | None = None, before: Principal = NOBODY
) -> Challenge:
    """What any passkey answers; with the token of a login, one of that user's, instead of a code.

    It is answered in the session `before`, in which it was asked for, or without any. Raises
    PasskeysUnavailable, and with a token as one_time_tokens.find does.
    """
    check_available()
    candidate = login.candidate_of(db, login_token) if login_token else None
    subject_id = candidate.user_id if candidate and candidate.user_id else _NOBODY
    bound_to = _bound_to(login_token, before)
    issued = one_time_tokens.issue(db, PURPOSE, subject_id, bound_to, CHALLENGE_LASTS)
    options = webauthn.generate_authentication_options(
        rp_id=relying_party(),
        challenge=challenge_of(issued.token),
        allow_credentials=descriptors(of_user(db, subject_id)) if candidate else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Challenge(issued.token, as_json(options))


def log_in(
    db: Session,
    token: str,
    credential: Mapping[str, Any],
    login_token: str | None = None,
    before: Principal = NOBODY,
    device: Device = NO_DEVICE,
) -> LoginResult:
    """Let in whose passkey has answered, once; with the token of a login as its second step.

    Raises as one_time_tokens.find does, TokenVoid, WrongPasskey, login.Disabled.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    one_time_tokens.use(row, _bound_to(login_token, before))
    user_id = _answering(db, credential).user_id
    user = db.get_one(User, user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    # After its user's row, in the order in which an erasure takes them.
    passkey = _answering(db, credential, lock=True)
    _verify(passkey, token, credential)
    _check_user_handle(user, credential, is_named=login_token is not None)
    login.check_open(user)
    if login_token:
        login.use_second_step(db, login_token, user)
    passkey.last_used_at = clock.now()
    return login.enter_from(db, user, before, device, has_shown_two=True)


def _answering(db: Session, credential: Mapping[str, Any], *, lock: bool = False) -> Passkey:
    credential_id = credential.get("id")
    query = sa.select(Passkey).where(Passkey.credential_id == credential_id)
    if lock:
        query = query.with_for_update(**AGAINST_WRITERS)
        query = query.execution_options(populate_existing=True)
    is_name = isinstance(credential_id, str) and credential_id.isascii()
    passkey = db.scalar(query) if is_name else None
    if passkey is None:
        raise WrongPasskey(_("this passkey belongs to no account here; it may have been removed"))
    return passkey


def _verify(passkey: Passkey, token: str, credential: Mapping[str, Any]) -> None:
    """Check what was signed, and note the counter; raises WrongPasskey.

    A counter that goes back is that of a copy (WebAuthn, 6.1.1), which is refused.
    """
    try:
        shown = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge_of(token),
            expected_rp_id=relying_party(),
            expected_origin=origin(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE as error:
        raise WrongPasskey(_("what the passkey has signed does not let anybody in")) from error
    passkey.sign_count = shown.new_sign_count


def _check_user_handle(user: User, credential: Mapping[str, Any], *, is_named: bool) -> None:
    """Raise WrongPasskey unless the passkey says to be that user's (WebAuthn, 7.2, step 6).

    Of a user who `is_named` already, a security key may leave it out.
    """
    handle = credential["response"].get("userHandle")
    if handle is None and is_named:
        return
    if handle is None or handle.rstrip("=") != bytes_to_base64url(user.id.bytes):
        raise WrongPasskey(_("what the passkey has signed does not let anybody in"))


def _bound_to(login_token: str | None, before: Principal) -> tuple[str, ...]:
    return login_token or "", str(before.credential_id)
