"""The page of somebody's API keys: what each may, made and shown once, revoked."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.permissions import RIGHTS
from service.accounts import api_keys as use_cases
from service.accounts import organizations
from service.accounts.api_keys import KeyBounds
from service.api.accounts.api_keys import NewApiKey
from service.api.http import paging, web
from service.api.http.devices import calling_device
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, reader, see, shows
from service.console.right_words import right_words
from service.console.settings_frame import page_query, render_setting, signed_in


@blueprint.get("/account/keys")
@shows
def api_keys() -> ResponseReturnValue:
    """The keys, and the form of a new one."""
    return _page()


def _page(**values: Any) -> ResponseReturnValue:
    me, db = signed_in(), web.db()
    rows, following = paging.page(page_query(), partial(use_cases.list_mine, db, me))
    mine = {each.id: each.name for each, _role in organizations.roles_of(db, me.user_id)}
    return render_setting(
        "account/api_keys.html",
        keys=rows,
        following=following,
        organizations=mine,
        rights=right_words(RIGHTS),
        ticked=request.form.getlist("rights"),
        **values,
    )


@blueprint.post("/account/keys")
@acts(api_keys)
def create_api_key() -> ResponseReturnValue:
    """Make a key; this answer alone holds it."""
    body = validated(NewApiKey, _fields())
    bounds = KeyBounds(body.rights, body.organization_id, body.networks, body.expires_at)
    secret, key = use_cases.create(
        web.db(), signed_in(), name=body.name, bounds=bounds, device=calling_device()
    )
    return _page(secret=secret, made=key)


def _fields() -> dict[str, Any]:
    form = request.form
    networks = form.get("networks", "").split()
    return {
        "name": form.get("name", ""),
        "rights": form.getlist("rights") if form.get("may") == "some" else None,
        "organization_id": form.get("organization_id") or None,
        "networks": networks or None,
        "expires_at": _end_of(form.get("expires_at", "").strip()),
    }


def _end_of(text: str) -> datetime | str | None:
    """The end of that day where its reader is; what is no day is refused as such."""
    try:
        end = datetime.combine(date.fromisoformat(text), time(23, 59, 59), reader().zone)
        return end.astimezone(UTC)
    except (ValueError, OverflowError):
        return text or None


@blueprint.post("/account/keys/<uuid:key_id>/revoke")
@acts(lambda key_id: api_keys())
def revoke_api_key(key_id: UUID) -> ResponseReturnValue:
    """Let it open nothing any more."""
    use_cases.revoke(web.db(), signed_in(), key_id)
    return see(url_for("console.api_keys", done="revoked"))
