"""The second factor: an authenticator is enrolled, confirmed, asked for at logins, switched off."""

from datetime import datetime

from apiflask import APIBlueprint
from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import login, login_limits, second_factor_changes
from service.accounts.login import LoginCandidate
from service.api.accounts.auth import Me, let_in
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.fields import RequestBody, Shown, Token
from service.api.http.rate_limits import limit_logins
from service.database import transactions as database

blueprint = APIBlueprint("totp", __name__, url_prefix="/auth/totp", tag="Accounts")

REFUSALS = {
    401: "Nobody is logged in.",
    403: "The password or the code is wrong, or an API key asks.",
    409: "There is an authenticator already, or none.",
    429: "Too many tries from this address, or too many wrong guesses at this account.",
}
PASSWORD = Field(
    "",
    max_length=1000,
    description="the present password; left out by who has never had one, and has logged in "
    "within half an hour",
    examples=["correct horse battery"],
)
CODE = Field(
    min_length=1,
    max_length=40,
    description="six figures of the authenticator, or a recovery code",
    examples=["287082"],
)


class PasswordShown(RequestBody):
    """That it is the user who sits there."""

    password: str = PASSWORD


class CodeShown(RequestBody):
    """That the authenticator knows the secret."""

    code: str = CODE


class BothShown(RequestBody):
    """The password, and a code beside it."""

    password: str = PASSWORD
    code: str = CODE


class SecondStep(RequestBody):
    """What a login with the right password was answered, and the code that it asked for."""

    login_token: Token
    code: str = CODE


class SecondFactorShown(Shown):
    """Whether logins ask for a code."""

    enabled_at: datetime | None = Field(description="since when; null: they do not")
    recovery_codes_left: int = Field(description="codes that can still stand in")
    required: bool = Field(
        description="true if the operator or an organization of mine demands it; without it "
        "nothing but enrolling is possible then"
    )


class EnrolmentShown(Shown):
    """What an authenticator has to know; it is shown only in this answer."""

    secret: str = Field(
        description="in Base32, to be typed", examples=["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]
    )
    uri: str = Field(
        description="the same for a QR code",
        examples=["otpauth://totp/Werkbank:ada%40shop.example?secret=GEZDGNBVGY3TQOJQ"],
    )


class RecoveryCodesShown(Shown):
    """Codes that each stand in for the authenticator once; they are shown only in this answer."""

    recovery_codes: list[str] = Field(examples=[["7K3M-9Q2T-4VXA-0HJ8"]])


@blueprint.get("")
@blueprint.output(SecondFactorShown)
@blueprint.doc(
    operation_id="get_second_factor",
    summary="My second factor",
    description="Whether logins ask for a code, and whether they have to.",
    responses={401: "Nobody is logged in.", 403: "An API key asks."},
)
@web.while_enrolling
def get_second_factor() -> SecondFactorShown:
    """Never the secret."""
    who = web.principal()
    shown = second_factor_changes.status(web.db(), who)
    return SecondFactorShown(
        enabled_at=shown.enabled_at,
        recovery_codes_left=shown.recovery_codes_left,
        required=who.second_factor_required,
    )


@blueprint.post("")
@blueprint.input(PasswordShown)
@blueprint.output(EnrolmentShown, status_code=201, description="Made; it does not count yet.")
@blueprint.doc(
    operation_id="begin_second_factor",
    summary="Enrol an authenticator",
    description="Makes a secret (TOTP, RFC 6238: SHA-1, six figures, 30 seconds). It counts once "
    "`POST /auth/totp/confirm` has got a code of it; asking again replaces what was not confirmed.",
    responses=REFUSALS,
)
@limit_logins
@web.while_enrolling
@web.own_transaction
def begin_second_factor(json_data: PasswordShown) -> ResponseReturnValue:
    """The password is asked for, so that nobody enrols an authenticator in a session they found."""
    candidate = _who_knows(json_data.password)
    return web.in_transaction(
        lambda: _shown_once(
            EnrolmentShown(**vars(second_factor_changes.begin(web.db(), candidate))), 201
        )
    )


@blueprint.post("/confirm")
@blueprint.input(CodeShown)
@blueprint.output(RecoveryCodesShown, description="Logins ask for a code from now on.")
@blueprint.doc(
    operation_id="confirm_second_factor",
    summary="Confirm the authenticator",
    description="Ends all other sessions of the user, and tells them by mail. The answer holds ten "
    "recovery codes, each of which stands in for the authenticator once.",
    responses=REFUSALS,
)
@limit_logins
@web.while_enrolling
@web.own_transaction
def confirm_second_factor(json_data: CodeShown) -> ResponseReturnValue:
    """With a code, for a secret that was mistyped would lock its user out."""
    who, device = web.principal(), calling_device()
    with database.writing(web.caller()) as db:
        candidate = second_factor_changes.find_candidate(db, who)
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    return web.in_transaction(
        lambda: _codes(second_factor_changes.confirm(web.db(), who, json_data.code, device))
    )


@blueprint.post("/recovery_codes")
@blueprint.input(BothShown)
@blueprint.output(RecoveryCodesShown, description="The former codes hold no more.")
@blueprint.doc(
    operation_id="renew_recovery_codes",
    summary="Get new recovery codes",
    description="Ten new ones instead of those that are left.",
    responses=REFUSALS,
)
@limit_logins
@web.own_transaction
def renew_recovery_codes(json_data: BothShown) -> ResponseReturnValue:
    """Whoever has the authenticator still."""
    candidate, device = _who_knows(json_data.password), calling_device()
    return web.in_transaction(
        lambda: _codes(
            second_factor_changes.renew_recovery_codes(web.db(), candidate, json_data.code, device)
        )
    )


@blueprint.post("/disable")
@blueprint.input(BothShown)
@blueprint.output({}, status_code=204, description="Logins ask for the password alone.")
@blueprint.doc(
    operation_id="disable_second_factor",
    summary="Switch the second factor off",
    description="Takes the password and a code; a mail tells the user. Where a second factor is "
    "required, nothing but enrolling another one is possible then.",
    responses=REFUSALS,
)
@limit_logins
@web.own_transaction
def disable_second_factor(json_data: BothShown) -> ResponseReturnValue:
    """The authenticator and all recovery codes go."""
    candidate, device = _who_knows(json_data.password), calling_device()

    def answer() -> ResponseReturnValue:
        second_factor_changes.disable(web.db(), candidate, json_data.code, device)
        return "", 204

    return web.in_transaction(answer)


@blueprint.post("/login")
@blueprint.input(SecondStep)
@blueprint.output(Me, description="Logged in; the answer sets the session cookie.")
@blueprint.doc(
    operation_id="log_in_with_code",
    summary="Log in, second step",
    description="Takes the `login_token` with which `POST /auth/login` has answered 401 "
    "`code-wanted`, and a code. A code is taken once; the token holds for five minutes.",
    responses={
        403: "The code is wrong or was used, or the account is disabled.",
        410: "The token is too old, was used, or the password has changed.",
        422: "The token is not whole.",
        429: "Too many tries from this address, or too many wrong guesses at this account.",
    },
)
@limit_logins
@web.without_csrf
@web.while_unapproved
@web.while_enrolling
@web.own_transaction
def log_in_with_code(json_data: SecondStep) -> ResponseReturnValue:
    """Count the guess first, so that it counts whatever comes of it."""
    before, device = web.principal(), calling_device()
    with database.writing(web.caller()) as db:
        candidate = login.candidate_of(db, json_data.login_token)
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    return web.in_transaction(
        lambda: let_in(
            login.finish(web.db(), json_data.login_token, json_data.code, before, device), 200
        )
    )


def _who_knows(password: str) -> LoginCandidate:
    """The caller, who has shown their password; a guess is counted first."""
    who, device = web.principal(), calling_device()
    with database.writing(web.caller()) as db:
        candidate = second_factor_changes.find_candidate(db, who)
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    second_factor_changes.prove(candidate, password)
    return candidate


def _codes(recovery_codes: list[str]) -> Response:
    return _shown_once(RecoveryCodesShown(recovery_codes=recovery_codes))


def _shown_once(body: Shown, status: int = 200) -> Response:
    response = web.answer(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response
