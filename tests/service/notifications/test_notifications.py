"""Who is told of what by mail: once, in their language, as they want it, not of what they did."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service import clock, signed_tokens
from service.access.permissions import RIGHTS
from service.accounts import users
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Bookmark, Membership, Organization, Role
from service.events import outbox
from service.notifications import queue, selection, unsubscribe_links
from service.settings import settings
from service.translations import formats
from tasks.delivery import notification_mails
from tests.support.orders import fire, offer
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.servers.mailed import mails, notes, published, quiet_market, subjects
from tests.support.worlds.marketplace import refused


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with quiet_market(example_url, monkeypatch, tmp_path) as market:
        yield market


def later(monkeypatch, **span):
    moved = clock.now() + timedelta(**span)
    monkeypatch.setattr(clock, "now", lambda: moved)


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


def test_the_language_is_that_of_the_organization(market):
    process_id, (contractor,) = market.send(1)
    with transactions.writing() as session:
        session.get(Organization, market.client.login.organization_id).language = "de"
    offer(contractor, process_id)
    published()
    letter = mails()[market.client.login.email][-1]
    assert letter["Subject"] == "test: ein Angebot liegt vor, Sie sind am Zug"
    text = letter.get_body(("plain",)).get_content()
    assert "Guten Tag" in text
    assert f"/api/v1/processes/{process_id}" in text


def choose(caller, **choices):
    path = f"/notifications/preferences/{caller.login.organization_id}"
    answer = caller.patch(path, {"choices": {k.replace("__", "."): v for k, v in choices.items()}})
    assert answer.status_code == 200, answer.text
    return {kind["type"]: kind for kind in answer.json["kinds"]}


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
    later(monkeypatch, days=1)
    assert published() >= 1
    (letter,) = mails()[market.client.login.email]
    day = formats.day(clock.now(), "en")
    assert letter["Subject"].startswith(f"Werkbank, {day}: 2 news items for ")
    assert letter.get_body(("plain",)).get_content().count("an offer has come in") == 2
    assert published() == 0


def test_what_is_chosen_between_the_event_and_its_mail_counts(market, monkeypatch):
    choose(market.client, offer__made="digest")
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    choose(market.client, offer__made="event")
    later(monkeypatch, days=1)
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
    later(monkeypatch, days=1)
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


def test_preferences_are_ones_own(market):
    assert refused(market.visitor().get("/notifications/preferences"), 401, "unauthenticated")
    stranger = f"/notifications/preferences/{uuid4()}"
    body = {"choices": {"offer.made": "mail"}}
    assert refused(market.client.patch(stranger, body), 404, "not-found")
    own = f"/notifications/preferences/{market.client.login.organization_id}"
    for choices in ({"offer.made": "smoke"}, {"process.unheard_of": "mail"}):
        answer = market.client.patch(own, {"choices": choices})
        assert answer.status_code == 422, answer.text


def test_a_server_that_is_busy_is_tried_again_and_the_mail_is_the_same(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    busy, well = Post(to_data="451 later"), Post()
    with mail_server(busy) as port:
        use(monkeypatch, port)
        offer(contractor, process_id)
        published()
    first = [note for note in notes() if note.attempts]
    assert first
    assert {note.state for note in first} == {"pending"}
    assert all("451" in note.error for note in first)
    later(monkeypatch, minutes=2)
    with mail_server(well) as port:
        use(monkeypatch, port)
        assert published() == len(first)
        assert published() == 0
    ids = [letter["Message-ID"] for letter in well.letters]
    assert len(ids) == len(set(ids)) == len(first)
    assert {note.state for note in notes() if note.attempts} == {"sent"}


def use(monkeypatch, port):
    monkeypatch.setenv("WERKBANK_SMTP_URL", f"smtp://127.0.0.1:{port}")
    settings.cache_clear()


def test_an_address_that_does_not_exist_is_given_up_at_once(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    with mail_server(Post(to_recipient="550 nobody here")) as port:
        use(monkeypatch, port)
        offer(contractor, process_id)
        published()
    assert {note.state for note in notes() if note.attempts} == {"failed"}


def test_who_took_a_letter_and_died_is_followed_by_another(market, monkeypatch):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    with transactions.writing() as session:
        outbox.publish(session, 10_000)
    with transactions.writing() as session:
        assert selection.queue_notifications(session) > 0
    taken = take_all()
    assert taken
    assert take_all() == []
    later(monkeypatch, minutes=6)
    assert notification_mails.once() == len(taken)


def take_all():
    """All letters that are due, taken by somebody who never comes back."""
    taken = []
    with transactions.writing() as session:
        while letter := queue.claim_mail(session):
            taken.append(letter)
    return taken


def test_who_belongs_to_both_sides_is_told_once(market):
    process_id, (contractor,) = market.send(1)
    with transactions.writing() as session:
        shop = contractor.login.organization_id
        role = session.scalars(sa.select(Role).where(Role.organization_id == shop)).first()
        role.rights = sorted(RIGHTS)
        user_id = market.client.login.user_id
        session.add(Membership(user_id=user_id, organization_id=shop, role_id=role.id))
    offer(contractor, process_id)
    published()
    assert subjects(market.client).count("test: an offer has come in, your move") == 1


def test_two_workers_that_look_at_the_same_moment_tell_everybody_once(market):
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    with transactions.writing() as session:
        outbox.publish(session, 10_000)
    with ThreadPoolExecutor(1) as other:
        with transactions.writing() as session:
            made = selection.queue_notifications(session)
            second = other.submit(collected)
            if is_postgresql(session):  # nobody waits there; on SQLite every writer does
                assert second.result(5) == 0
        assert second.result(15) == 0
    assert made > 0
    assert notification_mails.once() == made == len(notes())


def collected():
    with transactions.writing() as session:
        return selection.queue_notifications(session)


def test_nobody_is_told_twice_though_the_bookmark_was_set_back(market):
    process_id, (contractor,) = market.send(1)
    with transactions.reading() as session:
        before = session.get(Bookmark, selection.READER).position
    offer(contractor, process_id)
    sent = published()
    assert sent > 0
    with transactions.writing() as session:
        session.get(Bookmark, selection.READER).position = before
    assert published() == 0
    assert len(notes()) == sent


def test_a_pass_with_nothing_new_writes_nothing(market, monkeypatch):
    published()

    def fail():
        raise AssertionError("there is nothing to write")

    monkeypatch.setattr(notification_mails.transactions, "writing", fail)
    assert notification_mails.once() == 0


def test_a_disabled_user_is_not_told_of_anything(market, monkeypatch):
    choose(market.colleague, offer__made="digest")
    process_id, (contractor,) = market.send(1)
    offer(contractor, process_id)
    published()
    with transactions.writing() as session:
        for reader in (market.client, market.colleague):
            users.disable(session, reader.login.email)
    before = subjects(market.client)
    offer(contractor, process_id, "90.00")
    later(monkeypatch, days=1)
    published()
    assert subjects(market.colleague) == []
    assert subjects(market.client) == before


def test_digests_go_out_at_the_hour_that_is_set():
    morning = clock.now().replace(hour=5, minute=59, second=0, microsecond=0)
    assert selection.next_digest(morning) == morning + timedelta(minutes=1)
    assert selection.next_digest(morning + timedelta(minutes=1)) == morning + timedelta(
        days=1, minutes=1
    )
