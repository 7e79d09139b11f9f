"""Of which events people are told by mail, and of what is due soon, before it is too late."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from service.access.request_view import has_arrived
from service.database import transactions
from service.database.models import Organization, Process
from service.notifications import preferences
from service.notifications.preferences import KINDS, NotificationChannel
from service.orders import expiry
from service.translations import formats, gettext, languages
from tests.support.orders import fire, offer, request_of
from tests.support.servers.mailed import mails, published, quiet_market, subjects
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.request import RequestState

#: Types of events that are no move, of which people are told all the same.
NO_MOVES = {
    "offer.made",
    "process.file",
    "process.message",
    "process.parked",
    "process.predecessor_failed",
    "process.reminder",
    "request.contractor_suspended",
    "request.refused",
    "request.reminder",
}
#: Entered states of which nobody needs to be told: the machine's, the reader's own, and those of
#: which another event tells.
UNTOLD = {
    "process.draft",
    "process.verifying",
    "process.waiting",
    "process.sending",
    "request.acknowledged",
    "request.clarification",
    "request.offered",
    "request.accepted",
}


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with quiet_market(example_url, monkeypatch, tmp_path) as market:
        yield market


def test_of_every_state_that_is_entered_people_are_told_or_it_is_known_why_not():
    entered = {f"process.{state.value}" for state in ProcessState}
    entered |= {f"request.{state.value}" for state in RequestState if has_arrived(state)}
    assert entered >= UNTOLD
    assert set(KINDS) == entered - UNTOLD | NO_MOVES


def test_every_kind_has_a_sentence_of_its_own_in_every_language_and_reaches_both_sides():
    for language in languages():
        assert len({gettext(kind.description, language) for kind in KINDS.values()}) == len(KINDS)
    for side in (Actor.CLIENT, Actor.CONTRACTOR):
        for type in KINDS:
            assert preferences.channel_for({}, type, side) in NotificationChannel


def test_the_silent_contractor_is_reminded_of_its_request_and_nobody_else(market):
    process_id, (silent, other) = market.send(2)
    # Good for longer than the silent one has, weekends and holidays included: no reminder of it.
    offer(other, process_id, days=30)
    published()
    before = {who: len(subjects(who)) for who in (market.client, other)}
    due = request_of(silent, process_id)["due"]
    expiry.fire_due(datetime.fromisoformat(due["reminder_at"]) + timedelta(minutes=1))
    published()
    letter = mails()[silent.login.email][-1]
    assert letter["Subject"] == "test: the time to answer will soon be over, your move"
    moment = formats.moment(datetime.fromisoformat(due["at"]), "en", ZoneInfo("Europe/Berlin"))
    text = letter.get_body(("plain",)).get_content()
    assert f"The deadline is {moment}." in " ".join(text.split())
    assert {who: len(subjects(who)) for who in (market.client, other)} == before


def test_the_client_is_reminded_in_their_language_before_an_offer_expires(market):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    with transactions.writing() as session:
        session.get(Organization, market.client.login.organization_id).language = "de"
    due = request_of(contractor, process_id)["due"]
    expiry.fire_due(datetime.fromisoformat(due["reminder_at"]) + timedelta(minutes=1))
    published()
    subject = subjects(market.client)[-1]
    assert subject == "test: die Antwortfrist läuft bald ab, Sie sind am Zug"
    assert not any("soon be over" in each for each in subjects(contractor))


def test_a_second_offer_is_mailed_like_the_first(market):
    process_id, (first, second) = market.send(2)
    for contractor in (first, second):
        offer(contractor, process_id)
        published()
    offer_mails = [each for each in subjects(market.client) if "an offer has come in" in each]
    assert offer_mails == ["test: an offer has come in, your move"] * 2


def test_the_contractor_is_reminded_to_start(market):
    process_id, (contractor,) = market.send(1)
    made = offer(contractor, process_id)
    fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    published()
    with transactions.reading() as session:
        at = session.get_one(Process, UUID(process_id)).remind_at
    expiry.fire_due(at + timedelta(minutes=1))
    published()
    assert subjects(contractor)[-1] == "test: a reminder, your move"
    assert "a reminder" not in subjects(market.client)[-1]
