"""No subject and no greeting holds the address of a page that somebody has written into a name."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from service.accounts.account_letters import AccountLetter
from service.documents.dossier import Party
from service.notifications.order_facts import OfferFacts, OrderFacts
from service.notifications.preferences import NotificationChannel
from service.notifications.queue import Item, NotificationMail
from service.settings import settings
from tasks.channels import RequestRecipient
from tasks.channels.request_mail import compose as request_letter
from tasks.delivery import account_mails, notification_mails
from tests.support.dossiers import dossier
from tests.support.servers.mail_servers import SENDER, dispatch

EVIL = "Win at eve.example"
AN_ID = UUID(int=7)


@pytest.fixture(autouse=True)
def installation(monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    yield
    settings.cache_clear()


def plain(letter):
    return letter.get_body(("plain",)).get_content()


def page(letter):
    return letter.get_body(("html",)).get_content()


def news(channel=NotificationChannel.MAIL, name=EVIL, said=EVIL, data=None, count=2):
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    offer = OfferFacts(EVIL, Decimal("1.00"), "EUR", 5)
    item = Item(
        "offer.made", at, EVIL, EVIL, str(AN_ID), None, data or {}, offer=offer, message=said
    )
    to = (AN_ID, AN_ID, EVIL, name, "ada@shop.example", "en")
    order = OrderFacts(material=EVIL)
    mail = NotificationMail((AN_ID,), channel, *to, (item,) * count, order=order)
    return notification_mails.compose(mail)


def a_request():
    rows = (("Material", EVIL), ("Colour", EVIL))
    dossier_ = dossier(process_title=EVIL, material=EVIL, configuration=rows)
    party = replace(dossier_.client, name=EVIL, organisation=EVIL)
    assert isinstance(party, Party)
    to = RequestRecipient(EVIL, "orders@schichtwerk.example")
    return request_letter(dispatch(dossier=replace(dossier_, client=party), recipient=to), SENDER)


def about_an_account():
    letter = AccountLetter(AN_ID, "contractor_approved", EVIL, "ada@shop.example", "en", {})
    return account_mails.compose(letter)


LETTERS = {
    "a request": a_request,
    "news": news,
    "one piece of news": lambda: news(count=1),
    "a reason": lambda: news(said="", data={"reason": EVIL}),
    "a shipment": lambda: news(data={"carrier": EVIL, "tracking_number": EVIL}),
    "a digest": lambda: news(NotificationChannel.DIGEST),
    "a mail about an account": about_an_account,
}


@pytest.mark.parametrize("kind", LETTERS)
def test_an_address_in_a_name_or_a_title_is_nowhere_in_a_mail(kind):
    letter = LETTERS[kind]()
    text = plain(letter)
    assert "eve.example" not in str(letter["Subject"]) + str(letter["To"]) + text + page(letter)
    assert text.startswith("Hello,\n")


def test_other_names_are_called_as_they_are():
    assert plain(news(name="Ada Lovelace")).startswith("Hello Ada Lovelace,\n")
    letter = request_letter(dispatch(dossier=dossier(process_title="bracket.stl")), SENDER)
    assert "5 × bracket.stl in PA12" in str(letter["Subject"])


def test_what_people_write_is_quoted_unless_it_could_be_followed():
    said = "Mind the edge.\nIt is <b>sharp</b>."
    assert "“Mind the edge. It is <b>sharp</b>.”" in plain(news(said=said))
    assert "It is &lt;b&gt;sharp&lt;/b&gt;." in page(news(said=said))
    assert "“…”" in plain(news(said="Pay at\neve.\u00adexample"))
    assert "Reason: It broke." in plain(news(said="", data={"reason": "It broke."}))


def test_a_part_whose_title_is_left_out_is_called_a_part():
    assert str(news(count=1)["Subject"]) == "part: an offer has come in"
    assert "5 × part in …" in str(a_request()["Subject"])
    assert "\n\nA client would like you to make 5 × part in …." in plain(a_request())
