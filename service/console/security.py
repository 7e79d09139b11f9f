"""The page of what a login takes beside the password: a second factor, an approved device."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from service.accounts import (
    approved_devices,
    device_approvals,
    login_limits,
    second_factor_changes,
)
from service.accounts.login import LoginCandidate
from service.accounts.second_factor_changes import Enrolment
from service.api.accounts.totp import BothShown, CodeShown, PasswordShown
from service.api.http import web
from service.api.http.cookies import set_device_cookie
from service.api.http.devices import calling_device
from service.api.http.rate_limits import limit_logins
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, check_form, refusable, render, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.database import transactions


@blueprint.get("/security")
@shows
def security() -> ResponseReturnValue:
    """Whether logins ask for a code, and how they come to."""
    return _security()


def _security() -> Response:
    db, me = web.db(), web.principal()
    return render_setting(
        "security.html",
        factor=second_factor_changes.status(db, me),
        devices=device_approvals.status(db, me),
    )


@blueprint.post("/security")
@limit_logins
def begin_enrolment() -> ResponseReturnValue:
    """Show the secret to who knows the password; it counts once a code of it was typed."""
    check_form()
    return refusable(security, {}, _begin)


def _begin() -> Response:
    body = validated(PasswordShown, {"password": request.form.get("password", "")})
    candidate = _counted()
    second_factor_changes.prove(candidate, body.password)
    with transactions.writing(web.caller()) as db:
        enrolment = second_factor_changes.begin(db, candidate)
    return _enrolment(enrolment)


def _enrolment(enrolment: Enrolment) -> Response:
    return render("enrolment.html", enrolment=enrolment, code=qr_path(enrolment.uri))


@shows
def enrolment_again() -> ResponseReturnValue:
    """The page whose code was refused, with the secret that it has shown already."""
    secret = request.form.get("secret", "")
    enrolment = second_factor_changes.unconfirmed(web.db(), web.principal(), secret)
    return _enrolment(enrolment) if enrolment else _security()


@blueprint.post("/security/code")
@limit_logins
def confirm_enrolment() -> ResponseReturnValue:
    """Let the authenticator count, and show the recovery codes."""
    check_form()
    return refusable(enrolment_again, {}, _confirm)


def _confirm() -> Response:
    body = validated(CodeShown, {"code": request.form.get("code", "")})
    _counted()
    with transactions.writing(web.caller()) as db:
        codes = second_factor_changes.confirm(db, web.principal(), body.code, calling_device())
    return render("recovery_codes.html", codes=codes)


@blueprint.post("/security/change")
@limit_logins
def change_factor() -> ResponseReturnValue:
    """Renew the recovery codes, or switch the second factor off, for who shows both."""
    check_form()
    return refusable(security, {}, _change)


def _change() -> Response:
    signed_in()
    fields = {name: request.form.get(name, "") for name in ("password", "code")}
    body, device = validated(BothShown, fields), calling_device()
    candidate = _counted()
    second_factor_changes.prove(candidate, body.password)
    with transactions.writing(web.caller()) as db:
        if request.form.get("do") == "disable":
            second_factor_changes.disable(db, candidate, body.code, device)
            return see(url_for("console.security", done="saved"))
        codes = second_factor_changes.renew_recovery_codes(db, candidate, body.code, device)
    return render("recovery_codes.html", codes=codes, renewed=True)


@blueprint.post("/security/devices")
@limit_logins
def want_device_approval() -> ResponseReturnValue:
    """Have new devices approved from now on, or no longer, for who knows the password."""
    check_form()
    return refusable(security, {}, _want_device_approval)


def _want_device_approval() -> Response:
    signed_in()
    body = validated(PasswordShown, {"password": request.form.get("device_password", "")})
    candidate = _counted()
    second_factor_changes.prove(candidate, body.password)
    with transactions.writing(web.caller()) as db:
        user = second_factor_changes.held(db, candidate)
        is_wanted = request.form.get("do") == "enable"
        device = device_approvals.want(db, user, is_wanted, calling_device())
    response = see(url_for("console.security", done="saved"))
    set_device_cookie(response, device.secret)
    return response


@blueprint.post("/security/devices/forget")
@acts(security)
def forget_devices() -> ResponseReturnValue:
    """Let every other device be new again."""
    approved_devices.forget_others(web.db(), signed_in(), calling_device())
    return see(url_for("console.security", done="forgotten"))


def _counted() -> LoginCandidate:
    """Whose password or code is about to be checked; the guess counts whatever comes of it."""
    with transactions.writing(web.caller()) as db:
        candidate = second_factor_changes.find_candidate(db, web.principal())
        login_limits.count_guess(db, candidate.email, candidate.user_id, calling_device())
    return candidate


def qr_path(text: str) -> tuple[int, str]:
    """A QR code (ISO/IEC 18004) as modules of a side, and as the path of an SVG picture."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    squares = (
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(code.modules)
        for column, is_dark in enumerate(modules)
        if is_dark
    )
    return len(code.modules), "".join(squares)
