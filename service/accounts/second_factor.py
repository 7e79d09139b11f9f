"""Asks users for a code beside their password: from an authenticator, or one of recovery codes.

Codes are checked in the transaction that they are for, which holds the authenticator meanwhile, so
that each is taken once. Whoever calls has counted the guess before.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.accounts import totp
from service.accounts.devices import Device
from service.database.locks import AGAINST_WRITERS
from service.database.models import Authenticator, RecoveryCode, User
from service.notifications import account_mails
from service.translations import gettext_noop as _


class WrongCode(Exception):
    """The code is not the one of this moment, was used already, or is no recovery code."""


class CodeWanted(Exception):
    """The password was right, and this account asks for a code as well."""


def check(db: Session, user: User, code: str | None, device: Device) -> None:
    """Take a code of a user whose row is held; nothing is asked of who has no second factor.

    Raises CodeWanted without a code, WrongCode.
    """
    if user.second_factor_at is None:
        return
    if code is None:
        raise CodeWanted(_("the password is right; this account asks for a code as well"))
    if code_hash := totp.hash_of_recovery_code(code):
        _use_recovery_code(db, user, code_hash, device)
        return
    authenticator = find_authenticator(db, user)
    assert authenticator, "who has a second factor has an authenticator"
    take(authenticator, code)


def take(authenticator: Authenticator, code: str) -> None:
    """Let a code have been used, with all of its step and before; raises WrongCode."""
    step = totp.step_of(authenticator.secret, "".join(code.split()), clock.now())
    if step is None or step <= (authenticator.last_step or 0):
        raise WrongCode(
            _(
                "the code is not the one that the authenticator shows at this moment, or was used"
                " already; wait for the next one"
            )
        )
    authenticator.last_step = step


def _use_recovery_code(db: Session, user: User, code_hash: str, device: Device) -> None:
    is_code = sa.and_(RecoveryCode.user_id == user.id, RecoveryCode.code_hash == code_hash)
    deletion = sa.delete(RecoveryCode).where(is_code).returning(RecoveryCode.code_hash)
    if db.scalar(deletion) is None:
        raise WrongCode(_("this is no recovery code of the account, or it was used already"))
    tell(db, user, "recovery_code_used", device)


def find_authenticator(db: Session, user: User) -> Authenticator | None:
    """The authenticator of a user, held; it need not be confirmed."""
    return db.get(Authenticator, user.id, with_for_update=AGAINST_WRITERS, populate_existing=True)


def tell(db: Session, user: User, kind: account_mails.AccountMailKind, device: Device) -> None:
    """Mail a user what happened to their second factor."""
    account_mails.enqueue(db, kind, user.email, subject_id=user.id, data=device.as_told())
