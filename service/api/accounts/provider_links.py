"""Which providers of identities somebody's account is linked to, and logouts that those ask for."""

from datetime import datetime

from apiflask import APIBlueprint
from flask import request
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import oidc_exchange, oidc_logins
from service.accounts.oidc_logins import Browser
from service.api.accounts.oidc import UNKNOWN, prepare, set_login_cookie
from service.api.http import web
from service.api.http.fields import RequestBody, Shown
from service.api.http.rate_limits import limit_logins, limit_refused_logouts
from service.settings import settings

blueprint = APIBlueprint("provider_links", __name__, url_prefix="/auth/oidc", tag="Accounts")

OF_SESSIONS = {401: "Nobody is logged in.", 403: "An API key may not, or the login is too old."}
#: How the document describes the form of a provider (Back-Channel Logout 1.0, 2.5).
LOGOUT_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["logout_token"],
                    "properties": {"logout_token": {"type": "string"}},
                }
            }
        },
    }
}


class LinkShown(Shown):
    """That the account can be logged in to by a provider."""

    name: str
    title: str
    linked_at: datetime | None = Field(description="null: not linked")


class LinksShown(Shown):
    """All providers, linked or not."""

    items: list[LinkShown]


class Linking(RequestBody):
    """Where to go once the account is linked."""

    next: str | None = Field(None, max_length=500, description="a path under /app")


class LinkingBegun(Shown):
    """Where the browser goes on."""

    authorization_url: str = Field(
        description="of the provider, which leads the browser back; it has to be the one that asked"
    )


@blueprint.get("/links")
@blueprint.output(LinksShown)
@blueprint.doc(
    operation_id="list_provider_links",
    summary="Providers that my account is linked to",
    description="All providers of the settings, in their order.",
    responses=OF_SESSIONS,
)
def list_links() -> ResponseReturnValue:
    """With those that are not linked, so that they can be."""
    return web.answer(links_shown())


def links_shown() -> LinksShown:
    """The providers with what the caller has linked; raises Unauthenticated, Forbidden."""
    since = oidc_logins.links_of(web.db(), web.principal())
    return LinksShown(
        items=[
            LinkShown(name=each.name, title=each.title, linked_at=since.get(each.name))
            for each in settings().oidc_providers
        ]
    )


@blueprint.post("/<string:name>/link")
@blueprint.input(Linking)
@blueprint.output(LinkingBegun, description="The browser goes to the provider now.")
@blueprint.doc(
    operation_id="begin_provider_link",
    summary="Link my account to a provider",
    description="The answer sets a cookie, by which the provider's answer is for this browser "
    "alone. Takes a login of the last half hour; a mail says what was linked.",
    responses=OF_SESSIONS | {404: UNKNOWN, 502: "The provider cannot be reached."},
)
@limit_logins
@web.own_transaction
def begin_link(name: str, json_data: Linking) -> ResponseReturnValue:
    """Ask the provider where to go before anything is stored."""
    address, browser = prepare_link(name)
    response = web.answer(LinkingBegun(authorization_url=address))
    response.headers["Cache-Control"] = "no-store"
    set_login_cookie(response, browser, json_data.next)
    return response


def prepare_link(name: str) -> tuple[str, Browser]:
    """Where a browser links the caller's account, and the secret that its cookie has to hold.

    Raises UnknownProvider, ProviderFailed, Unauthenticated, Forbidden.
    """
    provider, me = oidc_logins.provider_named(name), web.principal()
    return prepare(provider, lambda db, at, browser: oidc_logins.begin_linking(db, me, at, browser))


@blueprint.delete("/<string:name>/link")
@blueprint.output({}, status_code=204, description="No longer linked.")
@blueprint.doc(
    operation_id="delete_provider_link",
    summary="Unlink my account from a provider",
    description="Whoever has no password chooses one by a mailed link (`POST "
    "/auth/password/reset`) before they unlink the last one. Sessions go on. Whom the provider "
    "vouches for by the confirmed address of the account is linked again at their next login.",
    responses=OF_SESSIONS | {404: "There is no such provider, or it is not linked."},
)
def delete_link(name: str) -> ResponseReturnValue:
    """The account stays."""
    oidc_logins.unlink(web.db(), web.principal(), oidc_logins.provider_named(name))
    return "", 204


@blueprint.post("/<string:name>/backchannel_logout")
@blueprint.output({}, status_code=204, description="Their sessions have ended, if any.")
@blueprint.doc(
    operation_id="log_out_by_provider",
    summary="End the sessions of whom a provider has logged out",
    description="For providers (OpenID Connect Back-Channel Logout 1.0), which show a token that "
    "they have signed. All sessions of the account end; the token has to name a `sub`.",
    responses={
        400: "The token is not valid, not for this service, or too old.",
        404: UNKNOWN,
        502: "The provider's keys cannot be read.",
    },
    extensions=LOGOUT_FORM,
)
@limit_refused_logouts
@web.own_transaction
def log_out_by_provider(name: str) -> ResponseReturnValue:
    """The token is checked before anything is looked up."""
    provider = oidc_logins.provider_named(name)
    token = request.form.get("logout_token", "")
    subject, token_id = oidc_exchange.read_logout(provider, token)

    def answer() -> ResponseReturnValue:
        oidc_logins.end_logins(web.db(), provider, subject, token_id)
        return "", 204, {"Cache-Control": "no-store"}

    return web.in_transaction(answer)
