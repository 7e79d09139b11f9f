"""How often and how much somebody may, as `GET /auth/me` shows it."""

from typing import Literal

from flask import current_app
from pydantic import Field

from service.access.permissions import Principal
from service.api.http import rate_limits
from service.api.http.fields import Shown
from service.catalogue.terms import MOST_MACHINES
from service.files.files import MOST_FILES
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
    ] = Field(description="what is limited; those of requests stand in `RateLimit`, too")
    limit: int = Field(description="the most that is taken")
    window_s: int | None = Field(description="seconds in which requests count; null: no rate")
    remaining: int | None = Field(
        description="requests that your address has left in this window; null: no rate"
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
    ]
