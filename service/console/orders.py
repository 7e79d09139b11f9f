"""The page of a part that was sent: where it stands, the one next step, and all that was said."""

from decimal import Decimal
from uuid import UUID

from flask.typing import ResponseReturnValue

from service.access.lookup import find_process
from service.access.permissions import PROCESSES_EDIT, PROCESSES_FILES, PROCESSES_READ
from service.api.documents.business_papers import papers_of
from service.api.http import web
from service.api.http.fields import PartQuery
from service.api.http.json_bodies import hides_prices
from service.api.http.selection import ALL
from service.api.orders.history import entries_of
from service.api.orders.process_presenter import show_read
from service.api.orders.process_schemas import ProcessShown
from service.api.sourcing.messages import MessagesQuery, messages_shown
from service.api.sourcing.offer_presenter import OfferPage
from service.api.sourcing.offers import offers_of
from service.console.file_readers import file_readers
from service.console.material_names import catalogue_names, material_names, named
from service.console.rendering import reader, render, shows
from service.console.words import NEXT, WAITING, WAYS_OUT
from service.translations import gettext_noop as _
from workflows.engine import Actor
from workflows.process import IN_CONTRACT, ProcessState
from workflows.request import ANSWERABLE, RequestState

#: Whoever was asked and is still under consideration, or has the order.
REACHABLE = (*ANSWERABLE, RequestState.ACCEPTED)


@shows
def order_page(process_id: UUID) -> ResponseReturnValue:
    """How an order goes on, for its client or an operator."""
    db = web.db()
    access = find_process(db, web.principal(), process_id, PROCESSES_READ)
    process = show_read(db, web.principal(), access, ALL, completeness=False)
    offers = offers_of(process_id, PartQuery())
    entries = entries_of(process_id)
    catalogue = catalogue_names()
    names = {line.contractor_id: line.contractor for line in offers.comparison}
    is_client = access.actor.role is Actor.CLIENT
    rights = web.principal().rights_in(access.project.owner_id) if is_client else frozenset()
    is_told = PROCESSES_FILES in rights
    readers, former = file_readers(db, process_id, names) if is_told else ([], [])
    return render(
        "order.html",
        file_readers=readers,
        former_downloads=former,
        may_share=PROCESSES_EDIT in rights,
        project=access.project,
        process=process,
        offers=offers,
        names=names,
        waiting=_waiting(process),
        contract=_contract(process, offers),
        next_action=_next_action(process),
        ways_out=WAYS_OUT,
        materials=material_names(),
        messages=messages_shown(process_id, MessagesQuery(limit=200)),
        reachable=[each for each in process.requests if each.state in REACHABLE],
        papers=papers_of(process_id, reader().language),
        entries=entries,
        milestones=[each for each in entries if not each.request_id and each.source != each.to],
        signed=lambda percent: reader().signed(Decimal(percent), 1),
        reason=lambda check: reader().reason(named(check, catalogue)),
        is_client=is_client,
    )


def _waiting(process: ProcessShown) -> str:
    """Who has the next move and until when, in one sentence."""
    sentence = WAITING[ProcessState(process.state)]
    who = reader()
    until = who.until(process.due_at) if process.due_at else None
    if until and sentence.until:
        return who.text(sentence.until, moment=until)
    return who.text(sentence.plain)


def _contract(process: ProcessShown, offers: OfferPage) -> str | None:
    """What binds both sides while the order runs; None before and after."""
    lines = [line for line in offers.comparison if line.contractor_id == process.contractor_id]
    if process.state not in IN_CONTRACT or not lines or not (offer := lines[0].offer):
        return None
    who, name = reader(), lines[0].contractor
    if hides_prices():
        return _contract_without_price(process, name)
    price = who.money(offer.price)
    if process.deliver_by is None:
        sentence = _("You and {name} are bound: they make the parts, for {price} without tax.")
        return who.text(sentence, name=name, price=price)
    sentence = _(
        "You and {name} are bound: the parts are with you by {day}, for {price} without tax."
    )
    return who.text(sentence, name=name, price=price, day=who.agreed_day(process.deliver_by))


def _contract_without_price(process: ProcessShown, name: str) -> str:
    who = reader()
    if process.deliver_by is None:
        return who.text(_("You and {name} are bound: they make the parts."), name=name)
    sentence = _("You and {name} are bound: the parts are with you by {day}.")
    return who.text(sentence, name=name, day=who.agreed_day(process.deliver_by))


def _next_action(process: ProcessShown) -> str | None:
    """The one move that is the button; what takes more than a button has a form of its own."""
    return next((action for action in NEXT if action in process.actions), None)
