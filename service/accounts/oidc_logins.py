"""Lets in whom a provider of identities knows, as the user whose verified address they have.

Or as the user who has linked the identity to their account, while they were logged in to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import unknown
from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.accounts import login, passwords, provider_roles, sessions, users
from service.accounts.devices import Device
from service.accounts.login import LoginResult
from service.accounts.oidc_exchange import LEEWAY_S, LOGOUT_LASTS_S, Identity, Secrets
from service.accounts.users import NewUser
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import ExternalIdentity, User
from service.database.one_time_tokens import IssuedToken
from service.ids import hashed
from service.notifications import account_mails
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails
from service.values.oidc_providers import OidcProvider

PURPOSE: one_time_tokens.Purpose = "oidc"
#: How long somebody has to log in with the provider.
LASTS = timedelta(minutes=10)
#: The longest that a token to log out can be shown, by a provider whose clock is ahead.
LOGOUTS_REMEMBERED = timedelta(seconds=LOGOUT_LASTS_S + 2 * LEEWAY_S)
_NOBODY = UUID(int=0)


class UnknownProvider(Exception):
    """The settings name no such provider."""


class NotVerified(Exception):
    """The provider vouches for no address, or for one that may not log in by it."""


class LoginElsewhere(Exception):
    """The browser that comes back is not the one that went."""


class IdentityTaken(Exception):
    """Another account is logged in to by this identity."""


class NotLetIn(Exception):
    """The provider has let nobody in."""


@dataclass(frozen=True)
class Browser:
    """The browser that asked, by a secret that it alone has."""

    secret: str

    def secrets(self) -> Secrets:
        """What its login with a provider is bound to; nothing of it need be stored."""
        return Secrets(hashed(f"nonce {self.secret}"), hashed(f"verifier {self.secret}"))


def provider_named(name: str) -> OidcProvider:
    """The provider of the settings; raises UnknownProvider."""
    for provider in settings().oidc_providers:
        if provider.name == name:
            return provider
    raise UnknownProvider(Sentence(_("there is no provider {name}"), name=name))


def begin(db: Session, provider: OidcProvider, browser: Browser) -> str:
    """The state that the provider hands back: it holds once, for this browser and provider."""
    return _state(db, provider, browser, _NOBODY)


def begin_linking(
    db: Session, principal: Principal, provider: OidcProvider, browser: Browser
) -> str:
    """The same for a user who wants to link the identity that comes back to their account.

    Raises Unauthenticated, Forbidden unless they have just logged in.
    """
    user_id = _owner(principal)
    sessions.check_just_begun(db, principal)
    return _state(db, provider, browser, user_id)


def _state(db: Session, provider: OidcProvider, browser: Browser, user_id: UUID) -> str:
    bound_to = _bound_to(provider, browser)
    return one_time_tokens.issue(db, PURPOSE, user_id, bound_to, LASTS).token


def take_back(db: Session, provider: OidcProvider, state: str, browser: Browser) -> UUID | None:
    """Let a state have been used: who wants to link what comes back, None if somebody logs in.

    Raises as one_time_tokens.find does, TokenVoid.
    """
    row = one_time_tokens.find(db, PURPOSE, state, lock=True)
    one_time_tokens.use(row, _bound_to(provider, browser))
    return None if row.subject_id == _NOBODY else row.subject_id


def enter(
    db: Session,
    provider: OidcProvider,
    identity: Identity,
    before: Principal,
    device: Device,
    language: str,
) -> LoginResult | IssuedToken:
    """Let in whom the provider knows; or a token for the second step, if a code is wanted as well.

    A provider stands for the password, not for the second factor.
    Raises NotVerified, login.Disabled.
    """
    user = _user_of(db, provider, identity, language)
    provider_roles.follow(db, provider, user, identity.groups)
    if user.second_factor_at:
        return login.issue_second_step(db, user)
    return login.enter_from(db, user, before, device)


def link(
    db: Session, provider: OidcProvider, identity: Identity, principal: Principal, user_id: UUID
) -> None:
    """Let the user who has begun to link log in by this identity from now on; a mail says so.

    Raises LoginElsewhere if they are logged in no longer, NotVerified, IdentityTaken.
    """
    if principal.via != "session" or principal.user_id != user_id:
        raise LoginElsewhere(_("you have logged out or in otherwise meanwhile; begin again"))
    _verified(provider, identity)
    user = _open(db, user_id)
    row = db.get(ExternalIdentity, (identity.issuer, identity.subject))
    if row is None:
        _add(db, provider, identity, user)
    elif row.user_id != user.id:
        raise IdentityTaken(
            Sentence(
                _("somebody logs in to another account by this account of {title}"),
                title=provider.title,
            )
        )


def _add(db: Session, provider: OidcProvider, identity: Identity, user: User) -> None:
    db.add(ExternalIdentity(issuer=identity.issuer, subject=identity.subject, user_id=user.id))
    db.flush()
    audit.record(
        db,
        AuditAction.PROVIDER_LINKED,
        account_id=user.id,
        subject_name=provider.title,
        by=user.id,
    )
    account_mails.enqueue(
        db, "provider_linked", user.email, subject_id=user.id, data={"key": provider.title}
    )


def links_of(db: Session, principal: Principal) -> dict[str, datetime]:
    """Since when the user can log in by which providers; raises Unauthenticated, Forbidden."""
    user_id = _owner(principal)
    rows = sa.select(ExternalIdentity.issuer, sa.func.min(ExternalIdentity.created_at))
    rows = rows.where(ExternalIdentity.user_id == user_id).group_by(ExternalIdentity.issuer)
    since = {issuer: at for issuer, at in db.execute(rows)}
    providers = settings().oidc_providers
    return {each.name: since[each.issuer] for each in providers if each.issuer in since}


def unlink(db: Session, principal: Principal, provider: OidcProvider) -> None:
    """Let nobody log in to the user's account by the provider.

    Who has no password chooses one by a mailed link before they unlink the last one. Whom the
    provider vouches for by the same verified address is linked again at their next login.
    Raises Unauthenticated, Forbidden, Unknown.
    """
    user_id = _owner(principal)
    theirs = sa.and_(
        ExternalIdentity.issuer == provider.issuer, ExternalIdentity.user_id == user_id
    )
    deletion = sa.delete(ExternalIdentity).where(theirs)
    if not db.scalars(deletion.returning(ExternalIdentity.subject)).all():
        raise unknown(_("the account is not linked to {name}"), name=provider.name)
    audit.record(db, AuditAction.PROVIDER_UNLINKED, account_id=user_id, subject_name=provider.title)


def _owner(principal: Principal) -> UUID:
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has an account to link"))
    if principal.via != "session":
        raise Forbidden(_("an API key links no providers; log in"))
    return principal.user_id


def end_logins(db: Session, provider: OidcProvider, subject: str, token_id: str) -> int:
    """End all sessions of whom the provider has logged out; the number of them.

    A token that is shown once more ends none that was begun since (Back-Channel Logout 1.0, 2.6).
    """
    row = db.get(ExternalIdentity, (provider.issuer, subject))
    token = f"logout {provider.issuer} {token_id}"
    until = clock.now() + LOGOUTS_REMEMBERED
    if row is None or not one_time_tokens.use_foreign(db, token, row.user_id, until):
        return 0
    return sessions.log_out_everywhere(db, row.user_id, provider.title)


def _user_of(db: Session, provider: OidcProvider, identity: Identity, language: str) -> User:
    email = _verified(provider, identity)
    row = db.get(ExternalIdentity, (identity.issuer, identity.subject))
    if row is not None:
        return _open(db, row.user_id)
    user = users.holder_of(db, email)
    if user is None or user.email_verified_at is None:
        new = NewUser(email, identity.name or email, passwords.NONE)
        user = users.register(db, new, is_confirmed=True, language=language)
        db.add(ExternalIdentity(issuer=identity.issuer, subject=identity.subject, user_id=user.id))
        db.flush()
        return user
    user = _open(db, user.id)
    _add(db, provider, identity, user)
    return user


def _open(db: Session, user_id: UUID) -> User:
    user = db.get_one(User, user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    login.check_open(user)
    return user


def _verified(provider: OidcProvider, identity: Identity) -> str:
    """The address that the provider vouches for; raises NotVerified."""
    if identity.email is None:
        raise NotVerified(_("the provider vouches for no address of mail of yours"))
    email = emails.normal(identity.email)
    domain = email.rpartition("@")[2]
    if provider.domains and domain not in {each.lower() for each in provider.domains}:
        raise NotVerified(
            Sentence(_("addresses at {domain} do not log in by this provider"), domain=domain)
        )
    return email


def _bound_to(provider: OidcProvider, browser: Browser) -> tuple[str, ...]:
    return provider.name, provider.issuer, hashed(browser.secret)
