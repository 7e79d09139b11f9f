"""Logging in by a provider of identities (OpenID Connect): there, back again, and out."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from apiflask import APIBlueprint
from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field

from service.accounts import login, oidc_exchange, oidc_logins, sessions
from service.accounts.login import LoginResult
from service.accounts.oidc_exchange import ProviderFailed
from service.accounts.oidc_logins import (
    Browser,
    IdentityTaken,
    LoginElsewhere,
    NotLetIn,
    NotVerified,
)
from service.accounts.roles import UnknownRole
from service.api.accounts.link_pages import refused
from service.api.http import origins, web
from service.api.http.cookies import forget_session_cookie, set_login_cookies
from service.api.http.devices import calling_device
from service.api.http.fields import Shown
from service.api.http.form_pages import PageLink
from service.api.http.problems import caller_language
from service.api.http.rate_limits import limit_logins
from service.database import Session
from service.database import transactions as database
from service.database.one_time_tokens import REFUSALS, IssuedToken
from service.ids import new_secret
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.oidc_providers import OidcProvider

blueprint = APIBlueprint("oidc", __name__, url_prefix="/auth/oidc", tag="Accounts")

PATH = "/api/v1/auth/oidc"
#: Holds what binds a login with a provider to the browser, and where it was on its way to; by TLS
#: no other host of the domain can set it, and so lead somebody into an account that is not theirs.
COOKIE = "werkbank_oidc"
SECURE_COOKIE = f"__Host-{COOKIE}"
TITLE = _("Sign in")
HOME = "/app"
UNKNOWN = "There is no such provider."


class ProviderShown(Shown):
    """A provider by which people log in."""

    name: str
    title: str = Field(description="as a button names it")
    login_url: str = Field(description="where a browser begins; takes `next`, a path under /app")


class ProvidersShown(Shown):
    """All providers."""

    items: list[ProviderShown]


class LogoutShown(Shown):
    """That the session has ended here."""

    logout_url: str | None = Field(
        description="where the browser ends the session of the provider, too; null where it has no "
        "such address"
    )


class OnwardQuery(BaseModel):
    """Where to go after the login."""

    model_config = ConfigDict(extra="ignore")

    next: str | None = Field(None, max_length=500, description="a path under /app")


class CallbackQuery(BaseModel):
    """What the provider hands back (RFC 6749, 4.1.2; RFC 9207)."""

    model_config = ConfigDict(extra="ignore")

    state: str = Field("", max_length=500)
    code: str | None = Field(None, max_length=4000)
    iss: str | None = Field(None, max_length=500)
    error: str | None = Field(None, max_length=200)


@blueprint.get("")
@blueprint.output(ProvidersShown)
@blueprint.doc(
    operation_id="list_providers",
    summary="Providers to log in by",
    description="Those of the settings, in their order. A browser goes to `login_url` and comes "
    "back with a session.",
)
@web.while_enrolling
def list_providers() -> ProvidersShown:
    """Nothing of their settings but what a button needs."""
    return ProvidersShown(
        items=[
            ProviderShown(
                name=provider.name,
                title=provider.title,
                login_url=f"{settings().public_url}{PATH}/{provider.name}/login",
            )
            for provider in settings().oidc_providers
        ]
    )


@blueprint.get("/<string:name>/login")
@blueprint.input(OnwardQuery, location="query")
@blueprint.doc(
    operation_id="begin_provider_login",
    summary="Log in by a provider",
    description="For browsers: leads to the provider (authorization code with PKCE). An error is a "
    "page.",
    responses={302: "To the provider.", 404: UNKNOWN, 502: "The provider cannot be reached."},
)
@limit_logins
@web.while_enrolling
@web.own_transaction
def begin_login(name: str, query_data: OnwardQuery) -> ResponseReturnValue:
    """Ask the provider where to go before anything is stored."""
    provider = oidc_logins.provider_named(name)
    try:
        address, browser = prepare(provider, oidc_logins.begin)
    except ProviderFailed as error:
        return refused(TITLE, error, _way_back(query_data.next))
    response = current_app.make_response(redirect(address, 302))
    set_login_cookie(response, browser, query_data.next)
    return response


def prepare(
    provider: OidcProvider, begin: Callable[[Session, OidcProvider, Browser], str]
) -> tuple[str, Browser]:
    """Where a browser goes to the provider, and the secret that its cookie has to hold.

    `begin` makes the state, once the provider has said where that is. Raises ProviderFailed, and as
    `begin` does.
    """
    browser = Browser(new_secret())
    oidc_exchange.discover(provider)
    with database.writing(web.caller()) as db:
        state = begin(db, provider, browser)
    address = oidc_exchange.authorization_url(
        provider, redirect_uri(provider), state, browser.secrets()
    )
    return address, browser


@blueprint.get("/<string:name>/callback")
@blueprint.input(CallbackQuery, location="query")
@blueprint.doc(
    operation_id="end_provider_login",
    summary="Come back from a provider",
    description="For browsers: the provider leads here. Begins a session and leads on, or to the "
    "page that asks for a code as well. Accounts are found by the verified address alone. An error "
    "is a page.",
    responses={
        303: "Logged in, or a code is wanted.",
        403: "The provider vouches for no address, or the account is disabled.",
        404: UNKNOWN,
        410: "The login took too long, or was used already.",
        502: "The provider cannot be reached, or its answer is not valid.",
    },
)
@limit_logins
@web.while_enrolling
@web.own_transaction
def end_login(name: str, query_data: CallbackQuery) -> ResponseReturnValue:
    """The state is used up before the provider is asked: no code is tried twice."""
    provider = oidc_logins.provider_named(name)
    try:
        response = _come_back(provider, query_data)
    except (
        *REFUSALS,
        IdentityTaken,
        LoginElsewhere,
        NotLetIn,
        NotVerified,
        ProviderFailed,
        UnknownRole,
        login.Disabled,
    ) as error:
        response = refused(TITLE, error, _way_back(_on_the_way()[1]))
    name, path = _cookie()
    response.delete_cookie(name, path=path, secure=name == SECURE_COOKIE)
    return response


@blueprint.post("/<string:name>/logout")
@blueprint.output(LogoutShown, description="Logged out here.")
@blueprint.doc(
    operation_id="log_out_of_provider",
    summary="Log out of a provider, too",
    description="Ends the session of the cookie, and answers where the browser ends that of the "
    "provider (RP-initiated logout).",
    responses={404: UNKNOWN, 502: "The provider cannot be reached."},
)
@web.while_enrolling
def log_out_of_provider(name: str) -> ResponseReturnValue:
    """Here at once; there if the browser goes there."""
    provider = oidc_logins.provider_named(name)
    address = oidc_exchange.end_session_url(provider, settings().public_url + HOME)
    sessions.log_out(web.db(), web.principal())
    response = web.answer(LogoutShown(logout_url=address))
    response.headers["Cache-Control"] = "no-store"
    forget_session_cookie(response)
    return response


def _come_back(provider: OidcProvider, query: CallbackQuery) -> Response:
    secret, onward = _on_the_way()
    if not secret:
        raise LoginElsewhere(_("this browser has begun no login by a provider; begin again"))
    browser, before, device = Browser(secret), web.principal(), calling_device()
    with database.writing(web.caller()) as db:
        linking = oidc_logins.take_back(db, provider, query.state, browser)
    if query.error or not query.code or query.iss not in (None, provider.issuer):
        shown = query.error if re.fullmatch("[a-z_]{1,50}", query.error or "") else "-"
        raise NotLetIn(Sentence(_("the provider has not let you in: {error}"), error=shown))
    identity = oidc_exchange.exchange(
        provider, redirect_uri(provider), query.code, browser.secrets()
    )
    onward = origins.local(onward, HOME)
    if linking:
        with database.writing(web.caller()) as db:
            oidc_logins.link(db, provider, identity, before, linking)
        return current_app.make_response(redirect(onward, 303))
    language = caller_language()
    with database.writing(web.caller()) as db:
        entry = oidc_logins.enter(db, provider, identity, before, device, language)
    return _let_in(entry, onward)


def _on_the_way() -> tuple[str, str]:
    """The secret of the browser that comes back, and where it was on its way to."""
    secret, _bar, onward = request.cookies.get(_cookie()[0], "").partition("|")
    return secret, onward


def _way_back(onward: str | None) -> PageLink:
    """From what went wrong: to where somebody was, or to the other ways to sign in."""
    onward = origins.local(onward, HOME)
    if web.principal().user_id:
        return PageLink(onward, _("Go back"))
    return PageLink(f"{HOME}/sign-in?{urlencode({'next': onward})}", _("Sign in otherwise"))


def _let_in(entry: LoginResult | IssuedToken, onward: str) -> Response:
    if isinstance(entry, IssuedToken):
        onward = url_for("code.ask", token=entry.token, next=onward)
    response = current_app.make_response(redirect(onward, 303))
    if isinstance(entry, LoginResult):
        set_login_cookies(response, entry)
    return response


def redirect_uri(provider: OidcProvider) -> str:
    """Where the provider leads back to."""
    return f"{settings().public_url}{PATH}/{provider.name}/callback"


def _cookie() -> tuple[str, str]:
    """What the cookie is called here, and its path."""
    is_secure = settings().public_url.startswith("https://")
    return (SECURE_COOKIE, "/") if is_secure else (COOKIE, PATH)


def set_login_cookie(response: Response, browser: Browser, onward: str | None) -> None:
    """Bind what has begun to the browser; `onward` is a path under /app."""
    name, path = _cookie()
    response.set_cookie(
        name,
        f"{browser.secret}|{origins.local(onward, HOME)}",
        max_age=oidc_logins.LASTS,
        path=path,
        secure=name == SECURE_COOKIE,
        httponly=True,
        samesite="Lax",
    )
