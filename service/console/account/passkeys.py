"""The page of somebody's passkeys, which a script lets the browser make; named and removed here."""

from functools import partial
from operator import attrgetter
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import passkey_challenges
from service.accounts import passkeys as use_cases
from service.api.accounts.passkeys import PasskeyChanges
from service.api.http import paging, web
from service.api.http.devices import calling_device
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, see, shows
from service.console.settings_frame import page_query, render_setting, signed_in


@blueprint.get("/account/passkeys")
@shows
def passkeys() -> ResponseReturnValue:
    """What they are called, and when each was used last."""
    fetch = partial(use_cases.list_mine, web.db(), signed_in())
    rows, following = paging.page(page_query(), fetch, attrgetter("id"))
    return render_setting(
        "account/passkeys.html",
        passkeys=rows,
        following=following,
        are_available=passkey_challenges.are_available(),
    )


@blueprint.post("/account/passkeys/<uuid:passkey_id>")
@acts(lambda passkey_id: passkeys())
def rename_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Let it be called as the form says."""
    body = validated(PasskeyChanges, {"name": request.form.get("name", "")})
    use_cases.rename(web.db(), signed_in(), passkey_id, body.name)
    return see(url_for("console.passkeys", done="saved"))


@blueprint.post("/account/passkeys/<uuid:passkey_id>/remove")
@acts(lambda passkey_id: passkeys())
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Let it let nobody in any more."""
    use_cases.delete(web.db(), signed_in(), passkey_id, calling_device())
    return see(url_for("console.passkeys", done="passkey_removed"))
