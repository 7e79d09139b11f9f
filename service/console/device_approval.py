"""The page on which somebody waits whose device has to be approved, and the way there."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import device_approvals
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.origins import local
from service.api.http.rate_limits import limit_logins
from service.console.rendering import acts, blueprint, render, see, shows

#: What somebody may use who waits: they may also sign in otherwise, or not at all.
OPEN = frozenset(
    {
        f"console.{name}"
        for name in (
            "device_approval",
            "send_device_approval",
            "sign_in",
            "let_in",
            "passkey_step",
            "register",
            "take_in_user",
            "sign_out",
            "choose_language",
        )
    }
)


@blueprint.before_app_request  # of one blueprint, APIFlask takes it for a way to log in
def lead_to_approval() -> ResponseReturnValue | None:
    """Let somebody see nothing else before their device is approved."""
    is_page = request.blueprint == blueprint.name and request.endpoint not in OPEN
    if not is_page or not web.principal().must_approve:
        return None
    onward = request.full_path.rstrip("?") if request.method == "GET" else None
    return see(url_for("console.device_approval", next=onward))


@blueprint.get("/device-approval")
@shows
def device_approval() -> ResponseReturnValue:
    """That a mail is on its way; whoever does not wait goes where they were on their way to."""
    onward = local(request.args.get("next"), url_for("console.drop"))
    if not web.principal().must_approve:
        return see(onward)
    until = device_approvals.status(web.db(), web.principal()).until
    return render("device_approval.html", onward=onward, until=until)


@blueprint.post("/device-approval")
@limit_logins
@acts(device_approval)
def send_device_approval() -> ResponseReturnValue:
    """Have the link mailed again."""
    device_approvals.send_again(web.db(), web.principal(), calling_device())
    onward = local(request.args.get("next"), url_for("console.drop"))
    return see(url_for("console.device_approval", next=onward, sent="again"))
