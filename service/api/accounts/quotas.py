"""How often and how much somebody may, as `GET /auth/me` shows it."""

from collections.abc import Iterator
from typing import Literal

from flask import current_app
from pydantic import Field

from service.access.permissions import Principal
from service.accounts import organizations
from service.api.http import rate_limits, web
from service.api.http.fields import Shown
from service.catalogue.terms import MOST_MACHINES
from service.files.files import MOST_FILES
from service.lifecycle import usage
from service.orders.processes import MOST_PROCESSES
from service.settings import settings
from service.webhooks import endpoints


class Quota(Shown):
    """A limit that counts for who asks."""

    name: Literal[
        "estimates",
        "logins",
        "visitors",
        "writes",
        "file_bytes",
        "files_per_process",
        "json_bytes",
        "machines_per_contractor",
        "processes_per_project",
        "webhooks_per_organization",
        "projects",
        "processes",
        "files",
        "bytes",
        "organizations",
    ] = Field(description="what is limited; those of requests stand in `RateLimit`, too")
    limit: int = Field(description="the most that is taken")
    window_s: int | None = Field(description="seconds in which requests count; null: no rate")
    remaining: int | None = Field(
        description="requests that your address has left in this window; null: no rate"
    )
    used: int | None = Field(
        None,
        description="what your organization, or you as a visitor, have stored of it; of "
        "`organizations` what you have founded; null: not counted",
    )


def show_quotas(principal: Principal) -> list[Quota]:
    """All limits that count for somebody, rates first."""
    sizes = {
        "file_bytes": settings().max_upload_bytes,
        "files_per_process": MOST_FILES,
        "json_bytes": current_app.config["MAX_CONTENT_LENGTH"],
        "machines_per_contractor": MOST_MACHINES,
        "processes_per_project": MOST_PROCESSES,
        "webhooks_per_organization": endpoints.MOST,
    }
    return [
        *(Quota.model_validate(rate) for rate in rate_limits.rates(principal)),
        *(
            Quota.model_validate({"name": name, "limit": most, "window_s": None, "remaining": None})
            for name, most in sizes.items()
        ),
        *_stored(principal),
        *_founded(principal),
    ]


def _stored(principal: Principal) -> Iterator[Quota]:
    """What the caller's own organisation or visitor has, and may have."""
    party_id = principal.home_id if principal.user_id else principal.visitor_id
    if party_id is None:
        return
    limits, used = usage.of_party(web.db(), party_id)
    for name in usage.NAMES:
        figures = {"limit": getattr(limits, name), "used": getattr(used, name)}
        yield Quota.model_validate({"name": name, "window_s": None, "remaining": None, **figures})


def _founded(principal: Principal) -> Iterator[Quota]:
    """How many organisations the caller has founded, where that is limited."""
    most = settings().organizations_per_user
    if principal.user_id and most:
        used = organizations.founded_by(web.db(), principal.user_id)
        figures = {"limit": most, "used": used}
        none = {"window_s": None, "remaining": None}
        yield Quota.model_validate({"name": "organizations", **none, **figures})
