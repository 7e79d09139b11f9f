"""Creates the requests of a dispatch and delivers them to inboxes, for many processes at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from service import clock
from service.access.actor import SYSTEM
from service.access.request_view import shows_process
from service.catalogue import calendars, capacity
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    ContractorRow,
    Organization,
    Process,
    ProjectAccess,
    Request,
    SharedValue,
)
from service.database.models.column_json import ChannelReportJson
from service.database.upsert import upsert
from service.ids import new_id
from service.lifecycle import leases, transitions
from service.lifecycle.leases import Lease
from service.lifecycle.parties import know_projects
from service.sourcing import auto_offers, delivery_reports
from service.sourcing import requests as requesting
from service.sourcing.outgoing import Outgoing
from service.sourcing.present_terms import Contractors, PresentTerms
from service.sourcing.request_identity import RequestIdentity, free_identity_of, identity_of
from service.sourcing.verified_quotes import shared_quotes, verified_quotes
from workflows.engine import Actor
from workflows.request import RequestState

#: The contractor's list of requests in this service: always a way, and needs no call outside.
INBOX = "inbox"
#: By request, what became of its delivery through each channel.
Reports = Mapping[UUID, Mapping[str, ChannelReportJson]]
#: States of a request whose dispatch is not over.
UNDER_WAY = (RequestState.QUEUED, RequestState.DISPATCHING)
#: States of a request that its contractor never got.
NEVER_ASKED = (RequestState.UNREACHABLE, RequestState.REFUSED)


class Batch:
    """Some processes that are being sent, with all that their requests rest on, read at once.

    Those whose leases are no longer ours are left out. Nothing is read after the first change, so
    that each row is written once, at the end.
    """

    def __init__(self, session: Session, claimed: Sequence[Lease]) -> None:
        self._session = session
        self._processes = leases.held_all(session, claimed)
        self._chosen = {UUID(chosen) for p in self._processes.values() for chosen in p.choice}
        self._contractors = capacity.current_contractors(session, self._chosen)
        self._requests = self._requests_of_rounds()
        know_projects(session, self._processes.values())
        calendars.remember_working_days(session, self._contractors)

    def _requests_of_rounds(self) -> dict[UUID, dict[UUID, Request]]:
        """By process and contractor; with their quotes if the service may answer by these."""
        query = sa.select(Request).where(Request.process_id.in_(self._processes))
        if not any(auto_offers.may_answer(each) for each in self._contractors.values()):
            query = query.options(lazyload(Request.shared_quote))
        requests: dict[UUID, dict[UUID, Request]] = defaultdict(dict)
        for request in self._session.scalars(
            query.order_by(Request.contractor_id).with_for_update(**AGAINST_WRITERS)
        ):
            if request.round == self._processes[request.process_id].round:
                requests[request.process_id][request.contractor_id] = request
        return requests

    def ask(self, claimed: Sequence[Lease]) -> None:
        """Make the requests of this round that do not exist yet, and say by when to answer.

        A repeat names the same date as the first attempt did, unless that is over.
        """
        now = clock.now()
        attempts = {lease.process_id: lease.attempt for lease in claimed}
        missing = {
            process: [c for c in map(UUID, process.choice) if c not in self._requests[process.id]]
            for process in self._held(claimed)
        }
        verified = [p.verification_id for p, some in missing.items() if some and p.verification_id]
        answers = verified_quotes(self._session, verified)
        quotes = shared_quotes(self._session, missing, answers)
        contractors = {contractor_id for some in missing.values() for contractor_id in some}
        terms = PresentTerms(self._session, self._contractors, contractors)
        for process, contractor_ids in missing.items():
            if contractor_ids and process.verification_id:
                requests = self._requests[process.id]
                digest = answers[process.verification_id].inputs_digest
                tried_before = attempts[process.id] > 1
                identities = _identities(
                    self._session, process, contractor_ids, digest, tried_before=tried_before
                )
                _ask(self._session, process, identities, quotes, requests, terms)
        for process in missing:
            for request in self._requests[process.id].values():
                if request.state in UNDER_WAY and (request.answer_by or now) <= now:
                    if delivery_reports.was_delivered(request):
                        request.dispatch = {}  # and names a date that is over: it goes out again
                    requesting.grant_window(self._session, process, request, now)

    def calls_outside(self, lease: Lease) -> bool:
        """Whether a contractor must be reached by more than the inbox."""
        requests = self._requests[lease.process_id]
        return any(
            self._channels[contractor_id]
            for process in self._held([lease])
            for contractor_id in map(UUID, process.choice)
            if contractor_id not in requests or requests[contractor_id].state in UNDER_WAY
        )

    def outgoing(self, lease: Lease) -> list[Outgoing]:
        """The requests that are still under way, but for what an attempt before has delivered."""
        return [
            Outgoing(
                request.id,
                request.number,
                request.idempotency_key,
                lease.attempt,
                self._channels[contractor_id],
                {channel: report.get("tries", []) for channel, report in request.dispatch.items()},
            )
            for contractor_id, request in self._requests[lease.process_id].items()
            if request.state in UNDER_WAY and not delivery_reports.was_delivered(request)
        ]

    def conclude(self, claimed: Sequence[Lease], reports: Reports | None = None) -> dict[UUID, str]:
        """Let what is still under way arrive; the triggers that it led to.

        `reports` says through which channels, beside the inboxes.
        """
        processes = self._held(claimed)
        # In one order always, so that two batches never wait for each other.
        requests = {p.id: [r for _, r in sorted(self._requests[p.id].items())] for p in processes}
        under_way = [r for some in requests.values() for r in some if r.state in UNDER_WAY]
        with self._session.no_autoflush:
            _let_see(self._session, under_way)
        return {
            p.id: _arrive_all(self._session, p, requests[p.id], self._contractors, reports or {})
            for p in processes
        }

    @cached_property
    def _channels(self) -> dict[UUID, tuple[str, ...]]:
        return _channels(self._session, self._chosen)

    def _held(self, claimed: Sequence[Lease]) -> list[Process]:
        return [p for lease in claimed if (p := self._processes.get(lease.process_id))]


def _identities(
    session: Session,
    process: Process,
    contractor_ids: Sequence[UUID],
    inputs_digest: str,
    *,
    tried_before: bool,
) -> dict[UUID, RequestIdentity]:
    """Who is asked, and how each request is named; taken numbers are seldom: asking fails first."""
    make = partial(free_identity_of, session) if tried_before else identity_of
    return {id: make(process, id, inputs_digest) for id in contractor_ids}


def _ask(
    session: Session,
    process: Process,
    identities: Mapping[UUID, RequestIdentity],
    quotes: Mapping[tuple[UUID, UUID], SharedValue],
    requests: dict[UUID, Request],
    terms: PresentTerms,
) -> None:
    """Let a request go out to each, or refuse it where the contractor's terms speak against it."""
    for contractor_id, identity in identities.items():
        request = Request(
            id=new_id(),
            number=identity.number,
            process_id=process.id,
            project_id=process.project_id,
            sandbox=process.sandbox,
            round=process.round,
            contractor_id=contractor_id,
            by_name=process.choice_by_name,
            verification_id=process.verification_id,
            state=RequestState.QUEUED,
            shared_quote=quotes[process.id, contractor_id],
            dispatch={},
            idempotency_key=identity.idempotency_key,
        )
        session.add(request)
        requests[contractor_id] = request
        if refusal := terms.against(process, request):
            data = {"reason": refusal}
            request.reason = refusal
            requesting.move(session, request, process, "refuse", SYSTEM, data)
            requesting.tell_client(session, request, "request.refused", SYSTEM, data)
        else:
            requesting.move(session, request, process, "dispatch", SYSTEM)


def _channels(session: Session, contractor_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The channels of each contractor beside the inbox; mail needs a confirmed address."""
    rows = session.execute(
        sa.select(ContractorRow.organization_id, ContractorRow.terms, Organization)
        .join(Organization, Organization.id == ContractorRow.organization_id)
        .where(ContractorRow.organization_id.in_(contractor_ids))
    )
    return {
        contractor_id: tuple(
            channel
            for channel in terms.get("channels", [INBOX, "mail"])
            if channel != INBOX and (channel != "mail" or organization.confirmed_email)
        )
        for contractor_id, terms, organization in rows
    }


def arrive(
    session: Session, process: Process, request: Request, report: Mapping[str, ChannelReportJson]
) -> None:
    """Note that a request has reached its contractor, and through which channels."""
    _let_see(session, [request])
    _arrive(session, process, request, report)


def _arrive(
    session: Session, process: Process, request: Request, report: Mapping[str, ChannelReportJson]
) -> None:
    now = clock.now()
    request.dispatch = {
        INBOX: {"delivered_at": now.isoformat()},
        **report,
    }
    if again_at := report.get("mail", {}).get("again_at"):
        request.mail_due_at = datetime.fromisoformat(again_at)
    data = {
        "channels": sorted(c for c, outcome in request.dispatch.items() if "error" not in outcome)
    }
    requesting.move(session, request, process, "dispatched", SYSTEM, data)


def _let_see(session: Session, requests: Collection[Request]) -> None:
    """Put projects into the contractors' lists; waits for whoever just takes one out."""
    entries = {(r.contractor_id, r.project_id) for r in requests}
    if not entries:
        return
    side = Actor.CONTRACTOR.value
    rows = [
        {"party_id": contractor_id, "project_id": project_id, "side": side}
        for contractor_id, project_id in sorted(entries)
    ]
    session.execute(upsert(session, ProjectAccess, rows, {"side": side}))


def _arrive_all(
    session: Session,
    process: Process,
    requests: Sequence[Request],
    contractors: Contractors,
    reports: Reports,
) -> str:
    """Let what is still under way arrive, and the process be sent.

    Contractors that let the service answer for them have answered when this ends.
    """
    for request in requests:
        if request.state is RequestState.DISPATCHING:
            recorded = request.dispatch if delivery_reports.was_delivered(request) else {}
            _arrive(session, process, request, reports.get(request.id, recorded))
    reached = [r for r in requests if r.state not in NEVER_ASKED]
    if not reached:
        data = {"refusals": requesting.refusals(session, process)}
        transitions.move(session, process, "dispatch_fails", SYSTEM, data=data)
        return "dispatch_fails"
    entered = transitions.Known(
        contractors=[r.contractor_id for r in reached if shows_process(r.state)],
        due_at=min((r.answer_by for r in reached if r.answer_by), default=None),
        remind_at=min((r.remind_at for r in reached if r.remind_at), default=None),
    )
    transitions.move(session, process, "dispatched", SYSTEM, known=entered)
    auto_offers.answer(session, process, reached, contractors)
    return "dispatched"
