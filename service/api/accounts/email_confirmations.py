"""Confirming an address by the link that was mailed to it."""

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import email_confirmations
from service.api.accounts.passwords import LINK_REFUSALS
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.fields import RequestBody, Shown, Token
from service.api.http.rate_limits import limit_logins
from service.database import transactions as database

blueprint = APIBlueprint(
    "email_confirmations", __name__, url_prefix="/auth/email/confirm", tag="Accounts"
)

#: What holds of every link that is mailed again to confirm an address.
MAILED_AGAIN = (
    "One address gets at most five such mails an hour; the link works once, for half an hour from "
    "when it was mailed."
)
TOO_OFTEN = {429: "Too many tries from this address."}


class Confirmation(RequestBody):
    """What the link in the mail brings along."""

    token: Token


class EmailConfirmation(Confirmation):
    """What the link in the mail brings along, and what shows whose account it is."""

    password: str | None = Field(
        None,
        max_length=1000,
        description="the one that was registered with; only a session of the account needs none",
        examples=["correct horse battery"],
    )


class ConfirmationPromised(Shown):
    """That another mail is on its way."""

    email: str = Field(description="the address that it goes to")


@blueprint.post("")
@blueprint.input(EmailConfirmation)
@blueprint.output({}, status_code=204, description="Confirmed.")
@blueprint.doc(
    operation_id="confirm_email",
    summary="Confirm an address by a mailed link",
    description="Works once. From now on the account is found by its address: it can be logged in "
    "to, invited, and mailed. Anybody can register with any address: so whoever confirms one shows "
    "that the account is theirs, too, by its password or in a session of it.",
    responses={**LINK_REFUSALS, 403: "The password is missing or wrong."},
)
@limit_logins
@web.own_transaction
def confirm_email(json_data: EmailConfirmation) -> ResponseReturnValue:
    """Whoever has the link and holds the account."""
    token, device = json_data.token, calling_device()
    with database.writing(web.caller()) as db:
        confirming = email_confirmations.begin(db, token, web.principal(), device)
    email_confirmations.prove(confirming, json_data.password or "")

    def answer() -> ResponseReturnValue:
        email_confirmations.confirm(web.db(), token, confirming, device)
        return "", 204

    return web.in_transaction(answer)


@blueprint.post("/reject")
@blueprint.input(Confirmation)
@blueprint.output({}, status_code=204, description="The address is free.")
@blueprint.doc(
    operation_id="reject_email",
    summary="Say by a mailed link that somebody else has registered with the address",
    description="Works once. The account is closed, with all that belongs to it; one that has a "
    "confirmed address already keeps that, and goes on.",
    responses={
        **LINK_REFUSALS,
        409: "Orders of their organization are under way, or it has others and no other owner.",
    },
)
@limit_logins
def reject_email(json_data: Confirmation) -> ResponseReturnValue:
    """Whoever has the link reads what is sent there."""
    email_confirmations.reject(web.db(), json_data.token)
    return "", 204


@blueprint.post("/send")
@blueprint.output(ConfirmationPromised, status_code=202, description="A mail is on its way.")
@blueprint.doc(
    operation_id="send_email_confirmation",
    summary="Have the link mailed again",
    description=MAILED_AGAIN,
    responses=TOO_OFTEN | {401: "Nobody is logged in.", 409: "The address is confirmed already."},
)
@limit_logins
def send_email_confirmation() -> ResponseReturnValue:
    """To the address that was registered with."""
    email = email_confirmations.send_again(web.db(), web.principal())
    return web.answer(ConfirmationPromised(email=email), 202)
