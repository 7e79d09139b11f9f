"""Passkeys: made, named, removed, and shown instead of a password or of a code."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import login_limits, passkey_logins, passkeys, second_factor_changes
from service.accounts.passkey_challenges import Challenge
from service.api.accounts.auth import Me, let_in
from service.api.accounts.passwords import LINK_REFUSALS
from service.api.accounts.totp import PASSWORD
from service.api.http import paging, web
from service.api.http.devices import calling_device
from service.api.http.fields import PageQuery, RequestBody, ShortName, Shown, Token
from service.api.http.rate_limits import limit_logins
from service.database import transactions as database
from service.database.models import Passkey

blueprint = APIBlueprint("passkeys", __name__, url_prefix="/auth/passkeys", tag="Accounts")

MINE = {401: "Nobody is logged in.", 403: "An API key asks."}
CREDENTIAL = Field(
    description="what the browser answers, as `PublicKeyCredential.toJSON()` gives it",
    max_length=20,
)


class PasskeyShown(Shown):
    """A passkey of mine."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None = Field(description="when it last let me in; null: never yet")


class PasskeyPage(Shown):
    """Some of my passkeys."""

    items: list[PasskeyShown]
    next: str | None = Field(description="cursor of the next page")


class ChallengeShown(Shown):
    """What the browser's authenticator is to answer; it is shown only here, for five minutes."""

    token: str = Field(description="goes along with the answer; works once")
    options: dict[str, Any] = Field(
        description="for `PublicKeyCredential.parseCreationOptionsFromJSON()` or "
        "`parseRequestOptionsFromJSON()` (WebAuthn Level 3)"
    )


class PasskeyWish(RequestBody):
    """That it is the user who sits there."""

    password: str = PASSWORD


class NewPasskey(RequestBody):
    """A passkey that the browser has made."""

    token: Token
    name: ShortName = Field(examples=["Office laptop"])
    credential: dict[str, Any] = CREDENTIAL


class PasskeyChanges(RequestBody):
    """JSON merge patch (RFC 7396)."""

    name: ShortName


class PasskeyLoginWish(RequestBody):
    """For a login by a passkey alone nothing; as its second step what the login was answered."""

    login_token: Token | None = None


class PasskeyLogin(RequestBody):
    """What the authenticator has answered."""

    token: Token
    credential: dict[str, Any] = CREDENTIAL
    login_token: Token | None = None


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(PasskeyPage)
@blueprint.doc(
    operation_id="list_passkeys",
    summary="My passkeys",
    description="The oldest first; never a key.",
    responses=MINE,
)
def list_passkeys(query_data: PageQuery) -> PasskeyPage:
    """Only a session sees them."""
    mine = partial(passkeys.list_mine, web.db(), web.principal())
    page, following = paging.page(query_data, mine)
    return PasskeyPage(items=[_shown(passkey) for passkey in page], next=following)


@blueprint.post("/options")
@blueprint.input(PasskeyWish)
@blueprint.output(ChallengeShown)
@blueprint.doc(
    operation_id="begin_passkey",
    summary="Begin a passkey",
    description="Answers what `navigator.credentials.create()` takes. The passkey is one that "
    "says itself who its user is, and verifies them by a finger or a PIN.",
    responses={
        **MINE,
        403: "The password is wrong, the address is not confirmed, or an API key asks; or there is "
        "a second factor, which was not shown at a login within half an hour.",
        409: "Browsers make no passkeys at the address of this service, or there are 20.",
        429: "Too many tries from this address, or too many wrong guesses at this account.",
    },
)
@limit_logins
@web.own_transaction
def begin_passkey(json_data: PasskeyWish) -> ResponseReturnValue:
    """The password is asked for, so that nobody adds a passkey in a session they found."""
    who = web.principal()
    passkeys.owner_of(who)
    with database.writing(web.caller()) as db:
        candidate = second_factor_changes.find_candidate(db, who)
        login_limits.count_guess(db, candidate.email, candidate.user_id, calling_device())
    second_factor_changes.prove(candidate, json_data.password)
    return _challenge(lambda: passkeys.begin_registration(web.db(), who, candidate))


@blueprint.post("")
@blueprint.input(NewPasskey)
@blueprint.output(PasskeyShown, status_code=201, description="It lets its user in from now on.")
@blueprint.doc(
    operation_id="add_passkey",
    summary="Add a passkey",
    description="With the answer of `navigator.credentials.create()`; a mail says so.",
    responses={
        **LINK_REFUSALS,
        **MINE,
        403: "The answer is not one of the challenge, of this service or of who asks.",
        409: "There are 20 already.",
    },
)
@limit_logins
def add_passkey(json_data: NewPasskey) -> ResponseReturnValue:
    """Only a session adds one."""
    passkey = passkeys.register(
        web.db(),
        web.principal(),
        json_data.token,
        json_data.credential,
        json_data.name,
        calling_device(),
    )
    return web.answer(_shown(passkey), 201)


@blueprint.patch("/<uuid:passkey_id>")
@blueprint.input(PasskeyChanges)
@blueprint.output(PasskeyShown)
@blueprint.doc(
    operation_id="rename_passkey",
    summary="Name a passkey",
    responses={**MINE, 404: "Unknown, or not yours."},
)
def rename_passkey(passkey_id: UUID, json_data: PasskeyChanges) -> Response:
    """For the user alone."""
    return web.answer(
        _shown(passkeys.rename(web.db(), web.principal(), passkey_id, json_data.name))
    )


@blueprint.delete("/<uuid:passkey_id>")
@blueprint.output({}, status_code=204, description="Removed: it lets nobody in any more.")
@blueprint.doc(
    operation_id="remove_passkey",
    summary="Remove a passkey",
    description="A mail says so.",
    responses={**MINE, 404: "Unknown, or not yours."},
)
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Sessions that it has begun go on."""
    passkeys.delete(web.db(), web.principal(), passkey_id, calling_device())
    return "", 204


@blueprint.post("/login/options")
@blueprint.input(PasskeyLoginWish)
@blueprint.output(ChallengeShown)
@blueprint.doc(
    operation_id="begin_passkey_login",
    summary="Begin a login by a passkey",
    description="Answers what `navigator.credentials.get()` takes, for the session that asks, or "
    "for a caller without one. With the `login_token` of a login that wants a code, a passkey of "
    "that user stands in for the code.",
    responses={
        409: "Browsers make no passkeys at the address of this service.",
        410: "The login was begun too long ago, or is over.",
        422: "The token is not whole.",
        429: "Too many tries from this address.",
    },
)
@limit_logins
@web.without_csrf
@web.while_unapproved
@web.while_enrolling
@web.own_transaction
def begin_passkey_login(json_data: PasskeyLoginWish) -> ResponseReturnValue:
    """It says nothing of who has passkeys, but to who has shown a password."""
    before = web.principal()
    return _challenge(lambda: passkey_logins.begin_login(web.db(), json_data.login_token, before))


@blueprint.post("/login")
@blueprint.input(PasskeyLogin)
@blueprint.output(Me, description="Logged in; the answer sets the session cookie.")
@blueprint.doc(
    operation_id="log_in_with_passkey",
    summary="Log in by a passkey",
    description="With the answer of `navigator.credentials.get()`. It counts as two factors, and "
    "as approval of a new device. A visitor's drafts become the user's.",
    responses={
        403: "The passkey is not known, or what it has signed is not the challenge of this "
        "service; or the account is disabled.",
        410: "The challenge is too old, was used, or was asked for in another session; or the "
        "password has changed.",
        422: "The token is not whole.",
        429: "Too many tries from this address.",
    },
)
@limit_logins
@web.without_csrf
@web.while_unapproved
@web.while_enrolling
@web.own_transaction
def log_in_with_passkey(json_data: PasskeyLogin) -> ResponseReturnValue:
    """What is signed cannot be guessed, so no guess is counted."""
    before, device = web.principal(), calling_device()
    return web.in_transaction(
        lambda: let_in(
            passkey_logins.log_in(
                web.db(),
                json_data.token,
                json_data.credential,
                json_data.login_token,
                before,
                device,
            ),
            200,
        )
    )


def _challenge(begin: Callable[[], Challenge]) -> Response:
    response = web.in_transaction(lambda: web.answer(ChallengeShown(**vars(begin()))))
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(passkey: Passkey) -> PasskeyShown:
    return PasskeyShown.model_construct(
        id=passkey.id,
        name=passkey.name,
        created_at=passkey.created_at,
        last_used_at=passkey.last_used_at,
    )
