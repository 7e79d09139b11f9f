"""The pages of what was done to an account or an organisation: filtered, and as a table."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from service.api.audit.entries import AuditQuery, show_entry
from service.api.http import paging, web
from service.audit import reading
from service.console.audit_words import ACTION_WORDS, VIA_WORDS
from service.console.part_forms import validated
from service.console.rendering import blueprint, reader, shows
from service.console.settings_frame import ON_PAGE, render_setting, signed_in


@blueprint.get("/account/log")
@shows
def account_log() -> ResponseReturnValue:
    """What was done to the account of who asks, and what they did."""
    return _page(reading.log_of_user(signed_in()))


@blueprint.get("/organizations/<uuid:organization_id>/log")
@shows
def organization_log(organization_id: UUID) -> ResponseReturnValue:
    """What was done to an organisation and the accounts of its members."""
    party_id = reading.log_of_organization(web.db(), signed_in(), organization_id)
    return _page(party_id, f"/api/v1/organizations/{organization_id}/audit.csv")


def _page(party_id: UUID, table: str | None = None) -> ResponseReturnValue:
    who, conditions = reader(), _conditions()
    query = validated(
        AuditQuery,
        {"limit": ON_PAGE, "cursor": request.args.get("cursor") or None, **conditions},
    )
    fetch = partial(reading.entries, web.db(), party_id, query.conditions())
    rows, following = paging.page(query, fetch, attrgetter("entry.id"))
    asked = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in conditions.items()
    }
    return render_setting(
        "account/log.html",
        entries=[show_entry(row) for row in rows],
        following=following,
        words={action: who.text(words) for action, words in ACTION_WORDS.items()},
        vias={via: who.text(words) for via, words in VIA_WORDS.items()},
        asked=request.args,
        table=table and f"{table}?{urlencode(asked)}",
    )


def _conditions() -> dict[str, Any]:
    """The fields of the filter that are filled in; both days are meant whole."""
    conditions = {
        "actions": request.args.get("actions"),
        "since": _start_of(request.args.get("since", ""), timedelta()),
        "until": _start_of(request.args.get("until", ""), timedelta(days=1)),
    }
    return {name: value for name, value in conditions.items() if value}


def _start_of(text: str, later: timedelta) -> datetime | str:
    """When that day, or one that much later, begins where its reader is; other text as it is."""
    try:
        start = datetime.combine(date.fromisoformat(text) + later, time(), reader().zone)
        return start.astimezone(UTC)
    except (ValueError, OverflowError):
        return text
