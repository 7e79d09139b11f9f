"""Another password: by the one before, or by a link in a mail."""

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import login_limits, password_changes, passwords
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.fields import Email, RequestBody, Shown, Token
from service.api.http.rate_limits import limit_logins
from service.database import transactions as database

blueprint = APIBlueprint("passwords", __name__, url_prefix="/auth/password", tag="Accounts")

NEW = Field(
    min_length=passwords.SHORTEST,
    max_length=passwords.LONGEST,
    description="no common one: several words that have nothing to do with each other",
    examples=["copper lantern drifts"],
)
LINK_REFUSALS = {
    410: "The link was used, is too old, or what it confirms has changed.",
    422: "The link is not whole or for something else, or a field is not acceptable.",
    429: "Too many tries from this address.",
}


class PasswordChange(RequestBody):
    """The password as it is, and as it is to be."""

    old: str = Field(
        max_length=1000, description="the present password", examples=["correct horse battery"]
    )
    new: str = NEW


class ResetRequest(RequestBody):
    """Who has forgotten a password."""

    email: Email


class LinkPromised(Shown):
    """That a mail is on its way, if somebody is to get one."""

    email: str = Field(description="the address, as it is stored and compared")


class PasswordReset(RequestBody):
    """What a link in a mail brings along, and the password that it is to set."""

    token: Token
    password: str = NEW


@blueprint.post("")
@blueprint.input(PasswordChange)
@blueprint.output({}, status_code=204, description="Changed.")
@blueprint.doc(
    operation_id="change_password",
    summary="Change my password",
    description="Ends all other sessions of the user, and tells them by mail. API keys go on.",
    responses={
        401: "Nobody is logged in.",
        403: "The old password is wrong, or an API key asks.",
        422: "The new password is not acceptable.",
        429: "Too many tries from this address, or too many wrong passwords for this account.",
    },
)
@limit_logins
@web.own_transaction
def change_password(json_data: PasswordChange) -> ResponseReturnValue:
    """Check and hash outside any transaction, then store."""
    who, device = web.principal(), calling_device()
    with database.reading() as db:
        candidate = password_changes.find_candidate(db, who)
    passwords.check(json_data.new, candidate.email, field="new")
    with database.writing(web.caller()) as db:
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    new = password_changes.prepare_change(candidate, json_data.old, json_data.new)

    def answer() -> ResponseReturnValue:
        password_changes.change(web.db(), who, new, device)
        return "", 204

    return web.in_transaction(answer)


@blueprint.post("/reset")
@blueprint.input(ResetRequest)
@blueprint.output(
    LinkPromised, status_code=202, description="Whoever has registered with it gets a mail."
)
@blueprint.doc(
    operation_id="request_password_reset",
    summary="Have a link for a new password mailed",
    description="Answers alike, and in the same time, whether somebody has registered with the "
    "address. One address gets at most five such mails an hour; the link works once, for half an "
    "hour from when it was mailed.",
    responses={429: "Too many tries from this address."},
)
@limit_logins
def request_password_reset(json_data: ResetRequest) -> ResponseReturnValue:
    """Whether somebody has registered so is looked up by whoever mails."""
    password_changes.request_reset(web.db(), json_data.email)
    return web.answer(LinkPromised(email=json_data.email), 202)


@blueprint.post("/reset/confirm")
@blueprint.input(PasswordReset)
@blueprint.output({}, status_code=204, description="Changed.")
@blueprint.doc(
    operation_id="reset_password",
    summary="Choose a new password by a mailed link",
    description="Works once. Ends every session of the user, and tells them by mail.",
    responses=LINK_REFUSALS,
)
@limit_logins
@web.own_transaction
def reset_password(json_data: PasswordReset) -> ResponseReturnValue:
    """Hash outside any transaction, and only for a link that can be used."""
    device = calling_device()
    with database.reading() as db:
        email = password_changes.email_of_link(db, json_data.token)
    new = password_changes.prepare_reset(email, json_data.password)

    def answer() -> ResponseReturnValue:
        password_changes.reset(web.db(), json_data.token, new, device)
        return "", 204

    return web.in_transaction(answer)
