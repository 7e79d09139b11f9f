"""The address of an organisation counts for nothing until a mail sent to it was answered."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import AccountMail, ContractorRow, Organization
from service.sourcing import dispatch_batch, offer_confirmations
from service.translations import gettext
from tests.support import callers
from tests.support.accounts import PASSWORD, hash_quickly
from tests.support.callers import Caller, publish
from tests.support.servers.account_mails import mailbox, text_of, token_in
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database
PAGE = "confirm/organization"
OFFICE, WORKS = "office@gears.example", "works@gears.example"


@pytest.fixture
def site(database_url, monkeypatch, tmp_path):
    hash_quickly(monkeypatch)
    on = {"email_confirmation": "true"}
    with callers.site(database_url, monkeypatch, tmp_path, **on) as application:
        yield application


@pytest.fixture
def mails(site, monkeypatch):
    with mailbox(monkeypatch) as mails:
        yield mails


@pytest.fixture
def ada(site):
    return callers.user(site, "Ada")


@pytest.fixture
def home(ada):
    return f"/organizations/{ada.me['home_id']}"


def stated(ada, home, email=OFFICE):
    """What the organisation shows after it has stated an address."""
    answer = ada.patch(home, {"email": email})
    assert answer.status_code == 200, answer.text
    return answer.json


def confirm(site, token):
    return Caller(site).post("/organizations/email/confirm", {"token": token})


def row(home):
    with transactions.reading() as session:
        return session.get_one(Organization, UUID(home.rpartition("/")[2]))


def test_a_link_goes_to_a_new_address_which_counts_once_it_was_answered(site, ada, home, mails):
    shown = stated(ada, home)
    assert (shown["email"], shown["email_verified_at"]) == (OFFICE, None)
    assert row(home).confirmed_email is None
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == OFFICE
    assert letter["Subject"] == "Confirm the address of your organization on Werkbank"
    token = token_in(letter, PAGE)
    assert confirm(site, token).status_code == 204
    assert ada.get(home).json["email_verified_at"]
    assert row(home).confirmed_email == OFFICE
    assert refused(confirm(site, token), 410, "token-used")


def test_an_organization_that_is_founded_with_an_address_is_mailed_a_link(site, ada, mails):
    made = ada.post("/organizations", {"name": "Gears", "email": OFFICE})
    assert (made.status_code, made.json["email_verified_at"]) == (201, None)
    assert confirm(site, mails.token(PAGE)).status_code == 204
    assert ada.get(f"/organizations/{made.json['id']}").json["email_verified_at"]


def test_every_change_asks_anew_and_voids_the_link_before(site, ada, home, mails):
    stated(ada, home)
    assert confirm(site, mails.token(PAGE)).status_code == 204
    assert stated(ada, home)["email_verified_at"], "the same address goes on to count"
    assert mails.fetch() == []
    stated(ada, home, WORKS)
    first = mails.token(PAGE)
    assert stated(ada, home, OFFICE)["email_verified_at"] is None
    assert refused(confirm(site, first), 410, "token-void")
    assert confirm(site, mails.token(PAGE)).status_code == 204
    assert row(home).confirmed_email == OFFICE
    assert stated(ada, home, None)["email_verified_at"] is None


def test_of_two_links_that_were_mailed_one_confirms(site, ada, home, mails):
    stated(ada, home)
    answer = ada.post(f"{home}/email/confirm/send")
    assert (answer.status_code, answer.json) == (202, {"email": OFFICE})
    first, second = (token_in(letter, PAGE) for letter in mails.fetch())
    assert confirm(site, first).status_code == 204
    assert refused(confirm(site, second), 410, "token-void")
    assert refused(ada.post(f"{home}/email/confirm/send"), 409, "email-confirmed")


def test_a_mail_whose_address_was_replaced_before_it_went_out_is_dropped(ada, home, mails):
    stated(ada, home)
    stated(ada, home, WORKS)
    (letter,) = mails.fetch()
    assert letter["To"].addresses[0].addr_spec == WORKS


def test_a_late_link_and_one_of_another_purpose_confirm_nothing(site, ada, home, mails):
    stated(ada, home)
    token = mails.token(PAGE)
    clock.move(timedelta(minutes=31))
    assert refused(confirm(site, token), 410, "token-expired")
    account = {"email": "bob@shop.example", "password": PASSWORD, "name": "Bob"}
    assert Caller(site).post("/auth/register", account).status_code == 201
    assert refused(confirm(site, mails.token("confirm")), 422, "token-misused")
    assert row(home).confirmed_email is None


def test_until_then_no_mail_of_the_service_goes_there(ada, home, mails):
    stated(ada, home)
    organization = row(home)
    with transactions.writing() as session:
        session.add(
            ContractorRow(organization_id=organization.id, terms={"channels": ["inbox", "mail"]})
        )
    assert channels(organization.id) == ()
    with transactions.writing() as session, pytest.raises(offer_confirmations.NoAddress):
        offer_confirmations.mail_link(session, None, organization, None)
    with transactions.writing() as session:
        session.get_one(Organization, organization.id).email_verified_at = clock.now()
    assert channels(organization.id) == ("mail",)


def channels(organization_id):
    """By which channels beside the inbox a contractor would be asked."""
    with transactions.reading() as session:
        return dispatch_batch._channels(session, [organization_id])[organization_id]


def test_only_who_may_change_the_organization_has_the_link_mailed_again(site, ada, home, mails):
    stated(ada, home)
    mails.fetch()
    path = f"{home}/email/confirm/send"
    assert refused(callers.user(site, "Eve").post(path), 404, "not-found")
    assert Caller(site).post(path).status_code in (401, 404)
    assert mails.fetch() == []


def test_an_address_gets_five_such_mails_an_hour(ada, home, mails):
    stated(ada, home)
    for _ in range(6):
        assert ada.post(f"{home}/email/confirm/send").status_code == 202
    assert len(mails.fetch()) == 5


def test_who_is_not_confirmed_themselves_founds_nothing_with_an_address(site, mails):
    eve = callers.user(site, "Eve", is_confirmed=False)
    founded = eve.post("/organizations", {"name": "Gears", "email": OFFICE})
    assert refused(founded, 403, "email-unconfirmed")
    with transactions.reading() as session:
        assert not session.scalar(sa.select(AccountMail.id).where(AccountMail.email == OFFICE))
    assert eve.post("/organizations", {"name": "Gears"}).status_code == 201


def test_a_name_that_could_be_followed_stays_out_of_the_mail(ada, home, mails):
    assert ada.patch(home, {"name": "Cheap at https://eve.example"}).status_code == 200
    stated(ada, home)
    (letter,) = mails.fetch()
    assert "eve.example" not in letter.as_string()


def test_the_mail_speaks_the_language_of_the_organization(ada, home, mails):
    ada.patch(home, {"language": "de", "name": "Zahnrad"})
    stated(ada, home)
    (letter,) = mails.fetch()
    subject = "Confirm the address of your organization on Werkbank"
    assert letter["Subject"] == gettext(subject, "de") != subject
    assert "Zahnrad" in text_of(letter)


def test_the_page_behind_the_link_asks_first_and_the_members_hear_of_it(site, ada, home, mails):
    stated(ada, home)
    token = mails.token(PAGE)
    browser = Caller(site)
    page = browser.get(f"//{PAGE}/{token}")
    assert (page.status_code, OFFICE in page.text) == (200, True)
    assert row(home).confirmed_email is None
    assert "Done" in browser.ask("POST", f"//{PAGE}/{token}").text
    assert row(home).confirmed_email == OFFICE
    assert browser.get(f"//{PAGE}/{token}").status_code == 410
    publish()
    events = ada.get("/events?after=0&types=organization.updated&own=true").json["items"]
    assert events[-1]["data"]["changed"] == ["email_verified_at"]


def test_the_embedded_mode_asks_for_nothing(database_url, monkeypatch, tmp_path):
    with callers.site(database_url, monkeypatch, tmp_path) as application:
        ada = callers.user(application, "Ada")
        home = f"/organizations/{ada.me['home_id']}"
        assert stated(ada, home)["email_verified_at"]
        with transactions.reading() as session:
            assert session.scalars(sa.select(AccountMail)).all() == []
