"""Speaks with providers of identities: finds out about them, and has codes turned into identities.

Calls go to checked addresses only, as those of webhooks do, follow no redirects, and are bounded
in time and size. No transaction is open meanwhile.
"""

from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from service import clock
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.addresses import networks
from service.values.oidc_providers import OidcProvider
from service.webhooks.url_policy import BadTarget, place_of, resolve

#: Seconds of a call, bytes of an answer, and seconds for which what was found out is believed.
TIMEOUT_S, MOST_BYTES, BELIEVED_S = 10.0, 1024 * 1024, 600
#: Seconds in which a token that no known key has signed lets the keys be asked for anew, once.
KEYS_ANEW_S = 60
#: Seconds that the provider's clock may be off.
LEEWAY_S = 60
#: What a token says that ends logins (OpenID Connect Back-Channel Logout 1.0, 2.4), and seconds
#: after which one is too old.
LOGOUT_EVENT, LOGOUT_LASTS_S = "http://schemas.openid.net/event/backchannel-logout", 300
#: Signatures that count; none is not among them, and no shared secret signs.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


class ProviderFailed(Exception):
    """The provider cannot be reached, or answers what it should not."""


class BadLogoutToken(Exception):
    """What asks to end logins is not from the provider, not for this service, or too old."""


@dataclass(frozen=True)
class Discovery:
    """Where a provider answers (OpenID Connect Discovery 1.0, 3)."""

    authorization: str
    token: str
    keys: str
    userinfo: str | None
    end_session: str | None


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as a provider says. `email` is only one that it has verified."""

    issuer: str
    subject: str
    email: str | None
    name: str
    groups: frozenset[str]


@dataclass(frozen=True)
class Secrets:
    """What binds the answer of a provider to the browser that asked."""

    nonce: str
    verifier: str


def discover(provider: OidcProvider) -> Discovery:
    """Where the provider answers; asked for every ten minutes. Raises ProviderFailed."""
    return _discover(provider.issuer, int(monotonic()) // BELIEVED_S)


@lru_cache(maxsize=32)
def _discover(issuer: str, _period: int) -> Discovery:
    metadata = _call("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if metadata.get("issuer") != issuer:
        raise ProviderFailed(
            Sentence(
                _("the provider calls itself {issuer!r}"), issuer=str(metadata.get("issuer"))[:200]
            )
        )
    try:
        return Discovery(
            metadata["authorization_endpoint"],
            metadata["token_endpoint"],
            metadata["jwks_uri"],
            metadata.get("userinfo_endpoint"),
            metadata.get("end_session_endpoint"),
        )
    except KeyError as error:
        raise ProviderFailed(
            Sentence(_("the provider does not say its {name}"), name=error.args[0])
        ) from error


def authorization_url(
    provider: OidcProvider, redirect_uri: str, state: str, secrets: Secrets
) -> str:
    """Where somebody logs in with the provider; raises ProviderFailed."""
    parameters = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": provider.scopes,
        "state": state,
        "nonce": secrets.nonce,
        "code_challenge": create_s256_code_challenge(secrets.verifier),
        "code_challenge_method": "S256",
    }
    address: str = add_params_to_uri(discover(provider).authorization, list(parameters.items()))
    return address


def end_session_url(provider: OidcProvider, onward: str) -> str | None:
    """Where somebody logs out of the provider, too (RP-Initiated Logout 1.0); None if nowhere."""
    address = discover(provider).end_session
    parameters = [("client_id", provider.client_id), ("post_logout_redirect_uri", onward)]
    return add_params_to_uri(address, parameters) if address else None


def exchange(provider: OidcProvider, redirect_uri: str, code: str, secrets: Secrets) -> Identity:
    """Who somebody is whom the provider sent back with a code; raises ProviderFailed."""
    discovery = discover(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": secrets.verifier,
    }
    auth = httpx.BasicAuth(_quoted(provider.client_id), _quoted(provider.client_secret))
    answer = _call("POST", discovery.token, data=form, auth=auth)
    claims = _claims(provider, discovery, str(answer.get("id_token", "")), secrets, answer)
    if discovery.userinfo and "email" not in claims:
        claims = {**_userinfo(discovery.userinfo, answer, claims), **claims}
    return _identity(provider, claims)


def _quoted(text: str) -> str:
    """As RFC 6749, 2.3.1 has it: form-encoded before Basic."""
    return str(httpx.QueryParams({"": text}))[1:]


def _claims(
    provider: OidcProvider,
    discovery: Discovery,
    id_token: str,
    secrets: Secrets,
    answer: dict[str, Any],
) -> dict[str, Any]:
    """What the signed token says, for us and for this browser (Core 1.0, 3.1.3.7)."""
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": secrets.nonce},
    }
    parameters = {
        "client_id": provider.client_id,
        "nonce": secrets.nonce,
        "access_token": answer.get("access_token"),
    }
    try:
        token = _signed(discovery, id_token)
        claims = CodeIDToken(token.claims, token.header, options, parameters)
        claims.validate(int(clock.now().timestamp()), LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderFailed(
            _("the provider's token is not valid, not for this service, or not for this login")
        ) from error
    return dict(claims)


def read_logout(provider: OidcProvider, logout_token: str) -> tuple[str, str]:
    """Whose logins the provider wants to end, and the id of its token (Logout 1.0, 2.6).

    Raises BadLogoutToken, ProviderFailed.
    """
    discovery, now = discover(provider), int(clock.now().timestamp())
    expected = jwt.JWTClaimsRegistry(
        now,
        LEEWAY_S,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        iat={"essential": True},
        exp={"essential": True},
        jti={"essential": True},
        sub={"essential": True},
        events={"essential": True},
    )
    try:
        claims = _signed(discovery, logout_token).claims
        expected.validate(claims)
        is_meant = isinstance(claims["events"].get(LOGOUT_EVENT), dict) and "nonce" not in claims
        is_fresh = claims["iat"] > now - LOGOUT_LASTS_S - LEEWAY_S
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadLogoutToken(
            _("the token is not from this provider, or not for this service")
        ) from error
    if not is_meant or not is_fresh:
        raise BadLogoutToken(_("the token ends no logins, or is too old"))
    return str(claims["sub"]), str(claims["jti"])


def _signed(discovery: Discovery, token: str) -> jwt.Token:
    """What a token says, once its signature was checked."""
    now = int(monotonic())
    try:
        return _decoded(token, _keys(discovery.keys, now // BELIEVED_S))
    except (JoseError, ValueError):  # the provider may sign by another key since
        return _decoded(token, _keys_anew(discovery.keys, now // KEYS_ANEW_S))


def _decoded(token: str, keys: KeySet) -> jwt.Token:
    return jwt.decode(token, keys, algorithms=list(ALGORITHMS))


@lru_cache(maxsize=32)
def _keys(url: str, _period: int) -> KeySet:
    return _keys_anew(url, int(monotonic()) // KEYS_ANEW_S)


@lru_cache(maxsize=32)
def _keys_anew(url: str, _period: int) -> KeySet:
    return KeySet.import_key_set(_call("GET", url))  # type: ignore[arg-type]


def _userinfo(url: str, answer: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
    userinfo = _call("GET", url, headers=headers)
    if userinfo.get("sub") != claims["sub"]:
        raise ProviderFailed(_("the provider speaks of somebody else than its token"))
    return userinfo


def _identity(provider: OidcProvider, claims: dict[str, Any]) -> Identity:
    email = claims.get("email") if claims.get("email_verified") is True else None
    groups = claims.get(provider.groups_claim)
    return Identity(
        provider.issuer,
        str(claims["sub"]),
        email if isinstance(email, str) else None,
        str(claims.get("name") or email or "")[:200],
        frozenset(str(group) for group in groups) if isinstance(groups, list) else frozenset(),
    )


def _call(
    method: str, url: str, headers: dict[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """The JSON object that an address of the provider answers; raises ProviderFailed."""
    allowed = networks(settings().webhook_allowed_networks)
    try:
        place = place_of(url, allowed)
        (address, *_others) = resolve(place, allowed)
        parts = urlsplit(url)
        host = f"[{address}]" if ":" in address else address
        pinned = parts._replace(netloc=f"{host}:{place.port}").geturl()
        with (
            httpx.Client(timeout=TIMEOUT_S, trust_env=False) as client,
            client.stream(
                method,
                pinned,
                headers={"Host": place.authority, "Accept": "application/json", **(headers or {})},
                extensions={"sni_hostname": place.host},
                **more,
            ) as response,
        ):
            body = b""
            for piece in response.iter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise ProviderFailed(_("the provider answers more than is read"))
            response.raise_for_status()
            content = httpx.Response(200, content=body).json()
    except (BadTarget, OSError, httpx.HTTPError, ValueError) as error:
        raise ProviderFailed(
            _("the provider cannot be reached, or answers with an error")
        ) from error
    if not isinstance(content, dict):
        raise ProviderFailed(_("the provider answers what is no object"))
    return content
