"""An operator's page: dependencies, orders, and whatever waits for an operator, with its forms."""

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import contractor_approval
from service.api.http import paging, web
from service.api.http.fields import PageQuery
from service.api.operations.contractors import ApprovalBody, SuspensionBody
from service.api.operations.overview import OverviewShown, overview_of
from service.api.operations.parked import RetryBody, operator
from service.console.durations import span
from service.console.order_forms import make_move
from service.console.part_forms import validated
from service.console.rendering import FormRefused, acts, blueprint, reader, render, see, shows
from service.console.words import CONDITIONS, DEPENDENCIES, HEALTH, MAILS, WAYS_OUT
from service.database import restorations
from service.database.models import Standing
from service.notifications.preferences import KINDS
from service.operations import failing_mails, overview, parked, situation
from service.operations.backups.repeats import repeats
from service.operations.situation import Situation
from service.translations import gettext_noop as _
from service.webhooks import endpoints, redelivery

#: Entries of each list; the API pages through more.
MOST_LISTED = 50
STANDINGS = {
    Standing.PENDING: _("to be approved"),
    Standing.APPROVED: _("approved"),
    Standing.SUSPENDED: _("suspended"),
}


@blueprint.get("/board")
def board() -> ResponseReturnValue:
    """What an operator looks at first."""
    operator()
    # Looking takes its time, and opens a transaction of its own.
    return _board(seen=situation.look(current_app.extensions["doctor"]))


@shows
def _board(seen: Situation) -> ResponseReturnValue:
    db = web.db()
    shown = overview_of()
    rows, _following = paging.page(
        PageQuery(limit=MOST_LISTED), partial(parked.parked, db), attrgetter("process_id")
    )
    hold = restorations.on_hold_since(db)
    return render(
        "board.html",
        seen=seen,
        hold=hold,
        waiting=repeats(db) if hold else None,
        most_listed=MOST_LISTED,
        words=HEALTH,
        dependencies=DEPENDENCIES,
        conditions=CONDITIONS,
        parked=rows,
        overview=shown,
        activity=_activity(shown),
        pending=contractor_approval.contractors(db, Standing.PENDING, None, MOST_LISTED),
        age=partial(span, reader()),
        ways_out=WAYS_OUT,
        mail_word=_mail_word,
    )


def _mail_word(kind: str) -> str:
    """What a mail is about, in words; what has none is named as it is."""
    if kind in KINDS:
        return reader().sentence(reader().text(KINDS[kind].description))
    return reader().text(MAILS[kind]) if kind in MAILS else kind


class StateActivity(NamedTuple):
    """How many parts are in a state, and how many came into it in each hour, the oldest first."""

    state: str
    number: int
    entered: Sequence[int]
    in_words: str


class Activity(NamedTuple):
    """The states in which there is anything, the hours, and what the highest bar stands for."""

    states: Sequence[StateActivity]
    hours: Sequence[str]
    most: int


def _activity(shown: OverviewShown) -> Activity:
    hours = overview.last_hours()
    labels = [reader().clock_time(hour) for hour in hours]
    entered = {(each.state.value, each.hour): each.number for each in shown.entered}
    states = []
    for state, number in shown.processes.items():
        bars = [entered.get((state, hour), 0) for hour in hours]
        if number or any(bars):
            in_words = reader().list(
                f"{label}: {bar}" for label, bar in zip(labels, bars, strict=True) if bar
            )
            states.append(StateActivity(state, number, bars, in_words))
    return Activity(states, labels, max((max(each.entered) for each in states), default=0))


@blueprint.post("/board/resume")
@acts(lambda: board())
def resume() -> ResponseReturnValue:
    """Let the service send again that was restored from a backup."""
    operator()
    restorations.resume(web.db())
    return see(url_for("console.board", done="resumed"))


@blueprint.post("/board/parked/<uuid:process_id>/retry")
@acts(lambda process_id: board())
def retry(process_id: UUID) -> ResponseReturnValue:
    """Let a worker try again, because of what the operator says."""
    body = validated(RetryBody, {"reason": request.form.get("reason", "")})
    parked.retry(web.db(), process_id, operator(), body.reason)
    return see(url_for("console.board", done="retried"))


@blueprint.post("/board/disputes/<uuid:process_id>")
@acts(lambda process_id: board())
def decide_dispute(process_id: UUID) -> ResponseReturnValue:
    """End a dispute in one of its ways, because of what the operator says."""
    operator()
    way = request.form.get("decision", "")
    if way not in WAYS_OUT:
        raise FormRefused(reader().text(_("Choose how the dispute ends.")), 422)
    make_move(process_id, way, ("reason", "pieces") if way == "remake" else ("reason",))
    return see(url_for("console.board", done="decided"))


@blueprint.post("/board/mails/<uuid:mail_id>")
@acts(lambda mail_id: board())
def send_mail_again(mail_id: UUID) -> ResponseReturnValue:
    """Let a mail that failed go out now."""
    operator()
    failing_mails.send_again(web.db(), mail_id)
    return see(url_for("console.board", done="sent_again"))


@blueprint.post("/board/webhooks/<uuid:webhook_id>")
@acts(lambda webhook_id: board())
def call_webhook_again(webhook_id: UUID) -> ResponseReturnValue:
    """Call an endpoint that fails, or was disabled for it, with all that it has not taken."""
    operator()
    db, me = web.db(), web.principal()
    redelivery.call_now(db, me, endpoints.find(db, me, webhook_id, to_change=True))
    return see(url_for("console.board", done="sent_again"))


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
    return see(url_for("console.contractors", done="saved"))
