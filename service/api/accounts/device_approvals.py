"""Approving new devices: whether it is wanted, the link that does it, and forgetting devices."""

from datetime import datetime

from apiflask import APIBlueprint
from flask import Response
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.accounts import (
    approved_devices,
    device_approvals,
    login_limits,
    second_factor_changes,
)
from service.accounts.login import LoginCandidate
from service.api.accounts.passwords import LINK_REFUSALS
from service.api.accounts.totp import PASSWORD
from service.api.http import web
from service.api.http.cookies import set_device_cookie
from service.api.http.devices import calling_device
from service.api.http.fields import RequestBody, Shown, Token
from service.api.http.rate_limits import limit_logins
from service.database import transactions as database

blueprint = APIBlueprint("device_approvals", __name__, url_prefix="/auth/devices", tag="Accounts")

SESSIONS_ONLY = {401: "Nobody is logged in.", 403: "An API key asks."}


class DeviceApprovalShown(Shown):
    """Whether new devices of the caller have to be approved, and whether this one waits for it."""

    awaited: bool = Field(
        description="true for somebody who has logged in and is let in once the link in their mail "
        "was opened; ask again until it is false"
    )
    until: datetime | None = Field(description="when a session that waits ends")
    enabled: bool = Field(description="the account's own setting; false for who waits")
    required: bool = Field(description="the operator or an organization of mine demands it")
    approved_devices: int = Field(description="devices that need no approval")


class DeviceApprovalWish(RequestBody):
    """Whether new devices are to be approved, by who shows their password."""

    enabled: bool
    password: str = PASSWORD


class DeviceConfirmation(RequestBody):
    """What the link in the mail brings along."""

    token: Token


@blueprint.get("/approval")
@blueprint.output(DeviceApprovalShown)
@blueprint.doc(
    operation_id="get_device_approval",
    summary="Whether new devices have to be approved",
    description="Also for who has logged in from a device that waits to be approved.",
    responses=SESSIONS_ONLY,
)
@web.while_unapproved
def get_device_approval() -> DeviceApprovalShown:
    """The one thing, beside logging out, that who waits may ask."""
    return _shown()


@blueprint.put("/approval")
@blueprint.input(DeviceApprovalWish)
@blueprint.output(DeviceApprovalShown)
@blueprint.doc(
    operation_id="set_device_approval",
    summary="Have new devices approved, or no longer",
    description="From now on a login from a new device counts once a link was opened that is "
    "mailed to the user, or a second factor was shown. The device at hand is approved.",
    responses={
        401: "Nobody is logged in.",
        403: "The password is wrong, or an API key asks.",
        429: "Too many tries from this address, or too many wrong guesses at this account.",
    },
)
@limit_logins
@web.own_transaction
def set_device_approval(json_data: DeviceApprovalWish) -> ResponseReturnValue:
    """The password is asked for, so that nobody switches it off in a session they found."""
    candidate = _who_knows(json_data.password)

    def answer() -> Response:
        user = second_factor_changes.held(web.db(), candidate)
        device = device_approvals.want(web.db(), user, json_data.enabled, calling_device())
        response = web.answer(_shown())
        set_device_cookie(response, device.secret)
        return response

    return web.in_transaction(answer)


@blueprint.post("/approval/send")
@blueprint.output(DeviceApprovalShown, status_code=202, description="A mail is on its way.")
@blueprint.doc(
    operation_id="send_device_approval",
    summary="Have the link that approves this device mailed again",
    description="For who has logged in from a device that waits. One address gets at most five "
    "such mails an hour; the link works once, for half an hour from when it was mailed.",
    responses={
        409: "The session does not wait to be approved.",
        429: "Too many tries from this address.",
    },
)
@limit_logins
@web.while_unapproved
def send_device_approval() -> ResponseReturnValue:
    """To the address of the account."""
    device_approvals.send_again(web.db(), web.principal(), calling_device())
    return web.answer(_shown(), 202)


@blueprint.post("/approval/confirm")
@blueprint.input(DeviceConfirmation)
@blueprint.output({}, status_code=204, description="Approved: the session that waits is let in.")
@blueprint.doc(
    operation_id="confirm_device_approval",
    summary="Approve a new device by a mailed link",
    description="Works once, from wherever the mail is read, for the one session that it was "
    "mailed for.",
    responses=LINK_REFUSALS,
)
@limit_logins
@web.while_unapproved
def confirm_device_approval(json_data: DeviceConfirmation) -> ResponseReturnValue:
    """Whoever has the link reads the user's mail."""
    device_approvals.approve(web.db(), json_data.token)
    return "", 204


@blueprint.delete("")
@blueprint.output({}, status_code=204, description="Forgotten.")
@blueprint.doc(
    operation_id="forget_devices",
    summary="Let all my other devices be new",
    description="Each has to be approved again where that is wanted; sessions in them go on.",
    responses=SESSIONS_ONLY,
)
def forget_devices() -> ResponseReturnValue:
    """The one at hand stays approved."""
    approved_devices.forget_others(web.db(), web.principal(), calling_device())
    return "", 204


def _who_knows(password: str) -> LoginCandidate:
    who = web.principal()
    approved_devices.owner_of(who)
    with database.writing(web.caller()) as db:
        candidate = second_factor_changes.find_candidate(db, who)
        login_limits.count_guess(db, candidate.email, candidate.user_id, calling_device())
    second_factor_changes.prove(candidate, password)
    return candidate


def _shown() -> DeviceApprovalShown:
    status = device_approvals.status(web.db(), web.principal())
    return DeviceApprovalShown.model_construct(
        awaited=status.until is not None,
        until=status.until,
        enabled=status.enabled,
        required=status.required,
        approved_devices=status.approved_devices,
    )
