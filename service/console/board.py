"""An operator's page: how each dependency is, and what was given up and can be tried again."""

from functools import partial
from operator import attrgetter
from uuid import UUID

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.api.operations.parked import RetryBody, operator
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, render, see, shows
from service.console.words import HEALTH
from service.operations import parked

#: Entries of each list; the API pages through more.
MOST_LISTED = 50


@blueprint.get("/board")
@shows
def board() -> ResponseReturnValue:
    """What an operator looks at first."""
    operator()
    condition, findings = current_app.extensions["doctor"].examine()
    rows, _following = paging.page(
        PageQuery(limit=MOST_LISTED), partial(parked.parked, web.db()), attrgetter("process_id")
    )
    return render(
        "board.html",
        condition=condition,
        findings=findings,
        words=HEALTH,
        parked=rows,
    )


@blueprint.post("/board/parked/<uuid:process_id>/retry")
@acts(lambda process_id: board())
def retry(process_id: UUID) -> ResponseReturnValue:
    """Let a worker try again, because of what the operator says."""
    body = validated(RetryBody, {"reason": request.form.get("reason", "")})
    parked.retry(web.db(), process_id, operator(), body.reason)
    return see(url_for("console.board"))
