"""The page on which somebody links their account to providers of identities, and unlinks it."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from service.accounts import oidc_logins
from service.api.accounts.oidc import set_login_cookie
from service.api.accounts.provider_links import links_shown, prepare_link
from service.api.http import web
from service.api.http.rate_limits import limit_logins
from service.console.rendering import acts, blueprint, check_form, refusable, render, see, shows
from service.console.settings_frame import render_setting, signed_in


@blueprint.get("/account/providers")
@shows
def providers() -> ResponseReturnValue:
    """By which providers they sign in."""
    signed_in()
    return render_setting("account/providers.html", links=links_shown().items)


@blueprint.post("/account/providers/<string:name>/link")
@limit_logins
def link_provider(name: str) -> ResponseReturnValue:
    """Say where it goes on: a form leads no browser to another site (Content Security Policy)."""
    check_form()
    return refusable(providers, {}, lambda: _begin(name))


def _begin(name: str) -> Response:
    signed_in()
    provider = oidc_logins.provider_named(name)
    address, browser = prepare_link(name)
    response = render("account/provider_onward.html", provider=provider, address=address)
    onward = url_for("console.providers", done="linked")
    set_login_cookie(response, browser, onward)
    return response


@blueprint.post("/account/providers/<string:name>/unlink")
@acts(lambda name: providers())
def unlink_provider(name: str) -> ResponseReturnValue:
    """The account stays, and so do its sessions."""
    oidc_logins.unlink(web.db(), signed_in(), oidc_logins.provider_named(name))
    return see(url_for("console.providers", done="unlinked"))
