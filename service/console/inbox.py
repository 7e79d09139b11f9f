"""A contractor's inbox: requests by how they stand, and one answer to several of one client."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.access.actor import ActingParty
from service.access.permissions import Unauthenticated
from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.api.sourcing.answer_words import problem
from service.api.sourcing.offers import NewOffers, offer_all
from service.api.sourcing.request_presenter import (
    ProjectOfInbox,
    RequestOfInbox,
    show_project,
    show_requests,
)
from service.console.durations import is_nearly_over, time_left
from service.console.material_names import material_names
from service.console.part_forms import validated
from service.console.rendering import FormRefused, acts, blueprint, reader, render, see, shows
from service.console.words import JOB_GROUPS, job_group
from service.database.models import Request
from service.sourcing import inbox
from service.translations import gettext_noop as _
from workflows.engine import Actor
from workflows.request import READ

#: Requests that the inbox lists; the API pages through older ones.
MOST_LISTED = 100
#: Stands for the end of what has none.
NEVER = datetime.max.replace(tzinfo=UTC)


@blueprint.get("/inbox", endpoint="inbox")
@shows
def inbox_page() -> ResponseReturnValue:
    """What the caller's organisations were asked, what needs an answer first."""
    me = web.principal()
    if me.user_id is None:
        raise Unauthenticated(_("sign in to see what you were asked"))
    fetch = partial(inbox.page, web.db(), me)
    rows, __ = paging.page(PageQuery(limit=MOST_LISTED), fetch)
    shown = as_seen(rows)
    return render(
        "inbox.html",
        groups=_groups(shown),
        together=_together(shown),
        sums=lambda project: [reader().money(each) for each in project.quoted],
        materials=material_names(),
        time_left=partial(time_left, reader()),
        is_nearly_over=is_nearly_over,
    )


def as_seen(rows: Iterable[Request]) -> list[RequestOfInbox]:
    """Requests as the contractors that were asked see them."""
    me = web.principal()
    side = partial(ActingParty, Actor.CONTRACTOR, me.user_id, me.name, sees_prices=me.sees_prices)
    return show_requests(web.db(), [(row, side(row.contractor_id)) for row in rows])


def _groups(shown: Sequence[RequestOfInbox]) -> dict[str, list[RequestOfInbox]]:
    """The requests by how they stand; of each group first what is due first."""
    groups: dict[str, list[RequestOfInbox]] = {title: [] for title in JOB_GROUPS}
    for each in sorted(shown, key=lambda each: each.due.at if each.due else NEVER):
        if title := job_group(each.state, each.process.state):
            groups[title].append(each)
    return {reader().text(title): listed for title, listed in groups.items() if listed}


def _together(shown: Sequence[RequestOfInbox]) -> list[ProjectOfInbox]:
    """The projects of which one answer can be given to several requests."""
    of_project: dict[UUID, list[RequestOfInbox]] = {}
    for each in shown:
        if each.state in READ and "offer" in each.actions:
            of_project.setdefault(each.project_id, []).append(each)
    return [show_project(id, asked) for id, asked in of_project.items() if len(asked) > 1]


@blueprint.post("/inbox/offers")
@acts(inbox_page)
def offer_together() -> ResponseReturnValue:
    """Offer everything that was ticked as calculated, or nothing."""
    ticked = request.form.getlist("request_ids")
    if not ticked:
        raise FormRefused(reader().text(_("Tick at least one part that you offer.")), 422)
    offers = validated(NewOffers, {"lines": [{"request_id": id} for id in ticked]})
    offer_all(offers.lines, _check_unchanged)
    return see(url_for("console.inbox", done="offers"))


def _check_unchanged(asked: Request) -> None:
    if request.form.get(f"version-{asked.id}") != str(asked.version):
        currency = str(asked.quote["total"]["currency"])
        sentence = problem("stale", "", {}, currency, reader().language)
        raise FormRefused(f"{asked.number}: {sentence}", 409)
