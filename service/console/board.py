"""An operator's page: dependencies, orders, and whatever waits for an operator, with its forms."""

from functools import partial
from operator import attrgetter
from uuid import UUID

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import contractor_approval
from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.api.operations.contractors import ApprovalBody, SuspensionBody
from service.api.operations.overview import overview_of
from service.api.operations.parked import RetryBody, operator
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, reader, render, see, shows
from service.console.words import HEALTH
from service.database.models import Standing
from service.operations import parked, situation
from service.translations import gettext_noop as _
from service.translations import ngettext_noop

#: Entries of each list; the API pages through more.
MOST_LISTED = 50
#: Seconds of each unit in which an age is said, the largest first.
UNITS_OF_TIME = (
    (3600, ngettext_noop("{count} hour", "{count} hours")),
    (60, ngettext_noop("{count} minute", "{count} minutes")),
    (1, ngettext_noop("{count} second", "{count} seconds")),
)
STANDINGS = {
    Standing.PENDING: _("to be approved"),
    Standing.APPROVED: _("approved"),
    Standing.SUSPENDED: _("suspended"),
}


@blueprint.get("/board")
@shows
def board() -> ResponseReturnValue:
    """What an operator looks at first."""
    operator()
    db = web.db()
    seen = situation.look(current_app.extensions["doctor"])
    rows, _following = paging.page(
        PageQuery(limit=MOST_LISTED), partial(parked.parked, db), attrgetter("process_id")
    )
    return render(
        "board.html",
        seen=seen,
        words=HEALTH,
        parked=rows,
        overview=overview_of(),
        pending=contractor_approval.contractors(db, Standing.PENDING, None, MOST_LISTED),
        age=_age,
    )


def _age(seconds: float | None) -> str:
    """So long, in the largest unit that fits."""
    if seconds is None:
        return "–"
    size, words = next(unit for unit in UNITS_OF_TIME if seconds >= 2 * unit[0] or unit[0] == 1)
    return reader().count(*words, round(seconds / size))


@blueprint.post("/board/parked/<uuid:process_id>/retry")
@acts(lambda process_id: board())
def retry(process_id: UUID) -> ResponseReturnValue:
    """Let a worker try again, because of what the operator says."""
    body = validated(RetryBody, {"reason": request.form.get("reason", "")})
    parked.retry(web.db(), process_id, operator(), body.reason)
    return see(url_for("console.board"))


@blueprint.get("/board/contractors")
@shows
def contractors() -> ResponseReturnValue:
    """Every contractor with its standing, and how it came to it."""
    operator()
    query = validated(
        PageQuery, {"limit": MOST_LISTED, "cursor": request.args.get("cursor") or None}
    )
    wanted = next((s for s in Standing if s.value == request.args.get("standing")), None)
    fetch = partial(contractor_approval.contractors, web.db(), wanted)
    rows, following = paging.page(query, fetch, lambda each: each.organization.id)
    return render(
        "contractors.html",
        contractors=rows,
        following=following,
        standings=STANDINGS,
        wanted=wanted,
    )


@blueprint.post("/board/contractors/<uuid:organization_id>")
@acts(lambda organization_id: contractors())
def decide(organization_id: UUID) -> ResponseReturnValue:
    """Approve a contractor, or suspend it because of what the operator says."""
    fields = {"reason": request.form.get("reason", "")}
    by = operator()
    if request.form.get("do") == "suspend":
        standing, reason = Standing.SUSPENDED, validated(SuspensionBody, fields).reason
    else:
        standing, reason = Standing.APPROVED, validated(ApprovalBody, fields).reason
    contractor_approval.decide(web.db(), organization_id, standing, by, reason)
    return see(url_for("console.contractors"))
