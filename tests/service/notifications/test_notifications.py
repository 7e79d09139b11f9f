"""Who is told of what by mail: once, in their language, as they want it, not of what they did."""

import re
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from service import clock, signed_tokens
from service.database import transactions
from service.database.models import Event, Membership, Organization, Role
from service.notifications import order_facts, selection, unsubscribe_links
from service.settings import settings
from service.translations import formats
from tests.support.notifying import choose, later
from tests.support.orders import fire, offer
from tests.support.servers.mailed import mails, notes, published, quiet_market, subjects

pytestmark = pytest.mark.one_database


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with quiet_market(example_url, monkeypatch, tmp_path) as market:
        yield market


def test_an_offer_is_mailed_to_the_client_and_its_colleagues_and_not_to_who_made_it(market):
    process_id, (contractor,) = market.send(1)
    published()
    before = len(subjects(market.client))
    offer(contractor, process_id)
    assert published() > 0
    assert published() == 0
    for reader in (market.client, market.colleague):
        assert subjects(reader)[-1] == "test: an offer has come in, your move"
    assert len(subjects(market.client)) == before + 1
    assert "test: an offer has come in, your move" not in subjects(contractor)


def test_who_wins_and_who_loses_is_told(market):
    process_id, (first, second) = market.send(2)
    offer(first, process_id)
    made = offer(second, process_id)
    fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    published()
    assert "test: the order is placed, your move" in subjects(second)
    assert any("another contractor was chosen" in subject for subject in subjects(first))
    assert not any("the order is placed" in subject for subject in subjects(first))
    told = [{"type": "process.message", "process_id": process_id}]
    with transactions.reading() as session:
        shown = {
            person.login.organization_id: order_facts.order_of(
                session, told, person.login.organization_id
            )
            for person in (market.client, first, second)
        }
    knows = [facts.quantity for facts in shown.values()]
    assert knows == [5, None, 5]  # whoever lost has nothing to do with the order any more


def test_the_language_is_that_of_the_organization_or_the_one_that_somebody_has_chosen(market):
    process_id, (contractor,) = market.send(1)
    with transactions.writing() as session:
        session.get(Organization, market.client.login.organization_id).language = "de"
    assert market.colleague.patch("/auth/me", {"language": "en"}).status_code == 200
    offer(contractor, process_id)
    published()
    letter = mails()[market.client.login.email][-1]
    assert letter["Subject"] == "test: ein Angebot liegt vor, Sie sind am Zug"
    text = letter.get_body(("plain",)).get_content()
    assert "Guten Tag" in text
    assert subjects(market.colleague)[-1] == "test: an offer has come in, your move"
    assert f"/app/parts/{process_id}" in text


def test_a_mail_shows_the_figures_the_part_and_what_was_written_or_the_reason(market):
    process_id, (contractor,) = market.send(1)
    made = offer(contractor, process_id, "123.45")
    published()
    letter = mails()[market.client.login.email][-1]
    text = letter.get_body(("plain",)).get_content()
    assert "Price without tax: €123.45" in text
    assert f"Contractor: {organization_of(contractor)}" in text
    assert "Quantity: 5" in text
    assert [part for part in letter.walk() if part.get_content_type() == "image/png"]
    request_id = contractor.get("/requests").json["items"][0]["id"]
    words = {"text": "Mind the edge.\nPlease.", "request_id": request_id}
    assert market.client.post(f"/processes/{process_id}/messages", words).status_code == 201
    published()
    (told,) = mails()[contractor.login.email][-1:]
    assert "“Mind the edge. Please.”" in told.get_body(("plain",)).get_content()
    fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    fire(contractor, process_id, "report_failure", reason="The machine broke.")
    published()
    letter = mails()[market.client.login.email][-1]
    assert "Reason: The machine broke." in letter.get_body(("plain",)).get_content()


def test_times_are_told_in_the_zone_of_whom_the_mail_is_for(market):
    process_id, (contractor,) = market.send(1)
    with transactions.writing() as session:
        session.get(Organization, market.client.login.organization_id).country = "JP"
    assert market.colleague.patch("/auth/me", {"zone": "Asia/Kathmandu"}).status_code == 200
    offer(contractor, process_id)
    published()
    with transactions.reading() as session:
        at = session.scalars(
            sa.select(Event.at).where(Event.type == "offer.made").order_by(Event.id.desc())
        ).first()
    for reader, zone in ((market.client, "Asia/Tokyo"), (market.colleague, "Asia/Kathmandu")):
        text = mails()[reader.login.email][-1].get_body(("plain",)).get_content()
        assert f", {formats.moment(at, 'en', ZoneInfo(zone))}." in text


def organization_of(caller):
    with transactions.reading() as session:
        return session.get_one(Organization, caller.login.organization_id).name


@pytest.mark.parametrize(
    ("body", "subject", "line"),
    [
        ({"way": "collection"}, "the parts are ready to be collected", "collected by the client."),
        (
            {"way": "freight", "carrier": "Kran & Co.", "tracking_number": "K 7"},
            "the parts are on their way",
            "Way of shipment: freight forwarder, Kran & Co., tracking number K 7.",
        ),
    ],
)
def test_the_client_is_told_how_the_parts_get_to_them(market, body, subject, line):
    process_id, (contractor,) = market.send(1)
    made = offer(contractor, process_id)
    fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    fire(contractor, process_id, "start_production")
    fire(contractor, process_id, "finish_production")
    fire(contractor, process_id, "ship", **body)
    published()
    letter = mails()[market.client.login.email][-1]
    assert subject in letter["Subject"]
    assert line in letter.get_body(("plain",)).get_content()


def test_what_one_does_not_want_is_neither_mailed_nor_counted(market):
    process_id, (contractor,) = market.send(1)
    published()
    position = market.client.get("/events?after=0").json["items"][-1]["position"]
    market.client.put("/events/read", {"position": position})
    kinds = choose(market.client, offer__made="none")
    assert kinds["offer.made"]["as_client"] == "none"
    offer(contractor, process_id)
    published()
    assert not any("offer" in subject for subject in subjects(market.client))
    assert any("offer" in subject for subject in subjects(market.colleague))
    mine, other = (c.get("/events/missed").json["total"] for c in (market.client, market.colleague))
    assert mine < other
    assert choose(market.client, offer__made=None)["offer.made"]["as_client"] == "mail"


def test_nobody_is_mailed_of_their_own_doings(market):
    process_id, (contractor,) = market.send(1)
    made = offer(contractor, process_id)
    for reader in (market.client, market.colleague):
        choose(reader, process__confirmed="mail")
    fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    published()
    assert any("the order is placed" in subject for subject in subjects(market.colleague))
    assert not any("the order is placed" in subject for subject in subjects(market.client))


def test_events_beyond_those_of_one_look_are_told_in_the_next(market, monkeypatch):
    monkeypatch.setattr(selection, "MOST_EVENTS", 1)
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    for _ in range(100):
        published()
    assert "test: an offer has come in, your move" in subjects(market.client)


def test_a_digest_comes_once_a_day_and_names_all_that_went_on(market, monkeypatch):
    choose(market.client, offer__made="digest")
    for _ in range(2):
        process_id, (contractor,) = market.send(1)
        offer(contractor, process_id)
    published()
    assert subjects(market.client) == []
    later(days=1)
    assert published() >= 1
    (letter,) = mails()[market.client.login.email]
    day = formats.day(clock.now().astimezone(ZoneInfo("Europe/Berlin")), "en")
    assert letter["Subject"].startswith(f"Werkbank, {day}: 2 news items for ")
    assert letter.get_body(("plain",)).get_content().count("an offer has come in") == 2
    assert published() == 0


def test_what_is_chosen_between_the_event_and_its_mail_counts(market, monkeypatch):
    choose(market.client, offer__made="digest")
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    choose(market.client, offer__made="event")
    later(days=1)
    published()
    assert subjects(market.client) == []
    mine = [note for note in notes() if note.user_id == market.client.login.user_id]
    assert {note.state for note in mine} == {"dropped"}


def test_who_has_lost_the_right_meanwhile_is_not_told(market, monkeypatch):
    choose(market.colleague, offer__made="digest")
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    with transactions.writing() as session:
        key = (market.colleague.login.user_id, market.client.login.organization_id)
        role = session.get(Role, session.get(Membership, key).role_id)
        role.rights = ["processes:files"]
    later(days=1)
    published()
    assert subjects(market.colleague) == []


def link(letter):
    (url,) = re.findall(r"<(\S+)>", letter["List-Unsubscribe"])
    return url.removeprefix(settings().public_url)


def follow(market, method, address, **more):
    """Open an address of a page, as somebody who is not logged in."""
    return market.application.test_client().open(address, method=method, **more)


def test_one_click_ends_the_mails_of_that_kind_and_no_others(market):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    letter = mails()[market.client.login.email][-1]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = follow(market, "GET", link(letter))
    assert page.status_code == 200
    assert "<form" in page.text
    fields = preferences_of(market.client)
    assert fields["offer.made"]["channel"] is None  # looking at the page changes nothing
    clicked = follow(
        market,
        "POST",
        link(letter),
        data="List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert clicked.status_code == 200, clicked.text
    fields = preferences_of(market.client)
    assert fields["offer.made"]["channel"] == "event"
    assert fields["process.declined"]["channel"] is None
    before = subjects(market.client)
    offer(contractor, process_id, "90.00")
    published()
    assert subjects(market.client) == before


def preferences_of(caller):
    (user,) = (
        item
        for item in caller.get("/notifications/preferences").json["items"]
        if item["organization_id"] == str(caller.login.organization_id)
    )
    return {kind["type"]: kind for kind in user["kinds"]}


def test_a_forged_link_leads_nowhere(market):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    good = link(mails()[market.client.login.email][-1])
    head, _, token = good.rpartition("/")
    of = (market.client.login.user_id.hex, market.client.login.organization_id.hex)
    for bad in (
        "x",
        token[:-4],
        token[:10] + ("A" if token[10] != "A" else "B") + token[11:],
        signed_tokens.token("another purpose", *of, "*"),
        signed_tokens.token(unsubscribe_links.PURPOSE, *of),
    ):
        for method in ("GET", "POST"):
            assert follow(market, method, f"{head}/{bad}").status_code == 404, bad
