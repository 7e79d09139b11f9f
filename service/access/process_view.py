"""Decides what each side sees of a process that it may see at all."""

from collections.abc import Collection, Iterable
from uuid import UUID

from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.access.permissions import PRICES_READ, Forbidden, PricesHidden, Principal
from service.database.models import Process
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.engine import Actor


def sees_whole(actor: ActingParty) -> bool:
    """Whether somebody sees what compares contractors, and the client's own choices."""
    return actor.role is not Actor.CONTRACTOR


def sees_deadlines(process: Process, actor: ActingParty) -> bool:
    """Whether somebody sees when a process is due: only the two parties of its contract."""
    return sees_whole(actor) or process.contractor_id == actor.party_id


def sees_billing_address(process: Process, actor: ActingParty) -> bool:
    """Whether somebody sees where the bill goes: the client's side, and who has the contract."""
    return sees_whole(actor) or process.contractor_id == actor.party_id


def check_sees_records(actor: ActingParty) -> None:
    """Raise Forbidden for contractors: a record holds the quotes of all of them."""
    if not sees_whole(actor):
        raise Forbidden(_("records compare contractors; only the client's side may read them"))


def check_finds_record(actor: ActingParty, process_id: UUID) -> None:
    """Raise Unknown for contractors: of a single record they must not even learn that it exists."""
    if not sees_whole(actor):
        raise Unknown(
            Sentence(_("process {process_id} has no verification for you"), process_id=process_id)
        )


def sees_details(side: Actor) -> bool:
    """Whether the details that the client stores with its own are shown on this side."""
    return side is not Actor.CONTRACTOR


def check_answers(actor: ActingParty) -> None:
    """Raise Forbidden for clients, who find their requests, but never answer them."""
    if actor.role is Actor.CLIENT:
        raise Forbidden(_("only the contractor that was asked may answer a request"))


def sees_rates(actor: ActingParty) -> bool:
    """Whether somebody sees quotes with the contractor's rates in them: never its client."""
    return actor.role is not Actor.CLIENT


def sees_failures(actor: ActingParty) -> bool:
    """Whether somebody sees what exactly failed in here; that is the operators' business."""
    return actor.role is Actor.OPERATOR


def sees_dispatch_error(actor: ActingParty, channel: str) -> bool:
    """Whether somebody sees why a dispatch failed; a contractor that of its own webhook, too."""
    return sees_failures(actor) or (actor.role is Actor.CONTRACTOR and channel == "webhook")


#: Moves by which somebody states a price, or is bound to one.
BIND_TO_PRICES = frozenset({"accept_offer", "offer"})


def moves_of(actor: ActingParty, moves: Iterable[str]) -> list[str]:
    """Those of the moves that somebody may make by what they see."""
    return [move for move in moves if actor.sees_prices or move not in BIND_TO_PRICES]


def check_sees_prices(viewer: ActingParty | Principal) -> None:
    """Raise PricesHidden for who may not see what things cost.

    It stands before what shows prices and could not be read without them, and before what sets a
    price or binds to one.
    """
    if not viewer.sees_prices:
        raise PricesHidden(
            Sentence(
                _("this shows prices, or binds to one, and needs the right {right}"),
                right=PRICES_READ,
            )
        )


def organization_of(principal: Principal, actor: ActingParty) -> UUID | None:
    """The organisation of the caller's that something is shown for; None: no organisation at all.

    Visitors act for nobody but themselves, and operators for the service.
    """
    return None if actor.party_id == principal.visitor_id else actor.party_id


def visible_parties(
    actor: ActingParty, parties: Collection[UUID], owners: Collection[UUID | None]
) -> set[UUID]:
    """Whom `actor` may know to be told of a move: a contractor itself and the projects' owners."""
    known = {actor.party_id, *owners}
    return {party for party in parties if sees_whole(actor) or party in known}
