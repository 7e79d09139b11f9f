"""Lets in whom a provider of identities knows, as the user whose verified address they have."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.permissions import Principal
from service.accounts import login, passwords, provider_roles, users
from service.accounts.devices import Device
from service.accounts.login import LoginResult
from service.accounts.oidc_exchange import Identity, Secrets
from service.accounts.users import NewUser
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
_NOBODY = UUID(int=0)


class UnknownProvider(Exception):
    """The settings name no such provider."""


class NotVerified(Exception):
    """The provider vouches for no address, or for one that may not log in by it."""


class LoginElsewhere(Exception):
    """The browser that comes back is not the one that went."""


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
    bound_to = _bound_to(provider, browser)
    return one_time_tokens.issue(db, PURPOSE, _NOBODY, bound_to, LASTS).token


def take_back(db: Session, provider: OidcProvider, state: str, browser: Browser) -> None:
    """Let a state have been used; raises as one_time_tokens.find does, TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, state, lock=True)
    one_time_tokens.use(row, _bound_to(provider, browser))


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


def _user_of(db: Session, provider: OidcProvider, identity: Identity, language: str) -> User:
    email = _verified(provider, identity)
    link = db.get(ExternalIdentity, (identity.issuer, identity.subject))
    if link is None:
        user = users.holder_of(db, email)
        if user is None or user.email_verified_at is None:
            new = NewUser(email, identity.name or email, passwords.NONE)
            user = users.register(db, new, is_confirmed=True, language=language)
        else:
            account_mails.enqueue(
                db, "provider_linked", user.email, subject_id=user.id, data={"key": provider.title}
            )
        link = ExternalIdentity(issuer=identity.issuer, subject=identity.subject, user_id=user.id)
        db.add(link)
        db.flush()
    user = db.get_one(User, link.user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
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
