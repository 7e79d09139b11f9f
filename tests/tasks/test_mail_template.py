"""The form that all mails have: as text and as HTML, whatever people are called or write."""

import html
import re
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from service.translations import Language
from tasks.delivery.account_wordings import BUTTONS, WORDINGS
from tasks.mail import template
from tasks.mail.template import PICTURE, MailContent, write
from tests.support.dossiers import png

URL, STOP = "https://werkbank.example/app/parts/1", "https://werkbank.example/unsubscribe/2"
OTHER = "https://werkbank.example/app/parts/3"
HEADLINE = "Lid: an offer has come in, your move."


def content(**changes):
    values = {
        "lines": ("Hello Ada,", HEADLINE, f"See it here: {URL}"),
        "headlines": (HEADLINE,),
        "small": ("You are a member.", f"To stop all emails: {STOP}"),
        "links": {URL: "Go on", STOP: "unsubscribe"},
        "facts": (("Price", "€1.00"), ("Material", "Polyamide 12")),
        "picture": png(),
    }
    return MailContent(Language("en"), **{**values, **changes})


def mail(**changes):
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = "An offer"
    write(letter, content(**changes))
    return letter


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def page_of(letter):
    return letter.get_body(("html",)).get_content()


def seen(letter):
    """What is read of the HTML, from top to bottom."""
    body = re.sub(r"<head>.*?</head>", "", page_of(letter), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_each_text_is_looked_at_once_however_many_there_are(monkeypatch):
    looked_at, plain = [], template.plain

    def counting(text):
        looked_at.append(text)
        return plain(text)

    monkeypatch.setattr(template, "plain", counting)
    links = {f"https://werkbank.example/app/parts/{n}": f"part {n}" for n in range(200)}
    lines = [line for url in links for line in (f"What {url} is about", f"See it here: {url}")]
    mail(lines=lines, headlines=lines[::2], asides=lines[:1], links=links, facts=(), small=())
    assert len(looked_at) <= 5 * len(lines)


def test_both_forms_say_what_happened_the_figures_and_where_to_go_on():
    letter = mail()
    text = text_of(letter)
    order = ["Hello Ada,", HEADLINE, "Price: €1.00", "Material: Polyamide 12", URL, STOP]
    assert sorted(order, key=text.index) == order
    assert seen(letter).split(" Go on ")[0].endswith("Material Polyamide 12 See it here:")
    assert re.findall(r'<a class="button" href="([^"]+)"', page_of(letter)) == [URL]
    assert "<strong" in page_of(letter).split(HEADLINE)[0][-60:]
    assert '<html lang="en">' in page_of(letter)


def test_the_picture_travels_within_the_mail_and_nothing_is_loaded_from_elsewhere():
    letter = mail()
    pictures = [part for part in letter.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == [f"<{PICTURE}>"]
    assert pictures[0].get_payload(decode=True) == png()
    assert re.findall(r'src="([^"]+)"', page_of(letter)) == [f"cid:{PICTURE}"]
    bare = mail(picture=None, facts=())
    assert "<img" not in page_of(bare)
    assert not [part for part in bare.walk() if part.get_content_maintype() == "image"]


def test_where_several_lines_lead_somewhere_each_has_a_link_and_none_a_button():
    lines = ("Hello Ada,", f"Lid: {URL}", f"Hub: {OTHER}")
    page = page_of(mail(lines=lines, links={URL: "See the lid", OTHER: "See the hub"}))
    assert 'class="button"' not in page
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', page) == [
        (URL, "See the lid"),
        (OTHER, "See the hub"),
    ]
    twice = page_of(mail(lines=(f"Lid: {URL}", f"Lid again: {URL}"), small=()))
    assert 'class="button"' not in twice
    assert twice.count(f'href="{URL}"') == 2


@pytest.mark.parametrize("place", ["lines", "small", "facts", "headlines"])
def test_no_text_becomes_markup_another_line_or_a_link(place):
    evil = "<b>Eve</b>\r\nBcc: x@y.example\u2028 https://evil.example/"
    pair = ((evil, evil),) if place == "facts" else (evil,)
    letter = mail(**({"lines": pair, place: pair} if place == "headlines" else {place: pair}))
    assert "<b>" not in page_of(letter)
    assert "evil.example" not in " ".join(re.findall(r'href="([^"]+)"', page_of(letter)))
    assert "Eve</b> Bcc: x@y.example https://evil.example/" in text_of(letter).replace("\r\n", "\n")


def test_an_address_that_is_none_of_the_web_is_no_link():
    evil = "javascript:alert(1)"
    letter = mail(lines=(f"See: {evil}",), links={evil: "Go on"}, small=())
    assert "href" not in page_of(letter)


def test_what_somebody_has_written_runs_in_the_direction_of_its_letters_and_nothing_else_does():
    lines = ("מכסה: an offer has come in.", "“שלום עדה, 5 mm”", f"See it here: {URL}")
    page = page_of(mail(lines=lines, headlines=lines[:1], quotes=lines[1:2]))
    assert re.findall(r'<p dir="auto"[^>]*>([^<]*)<', page) == [lines[1]]


def test_of_a_line_that_is_an_address_alone_the_words_of_the_button_are_read():
    letter = mail(lines=("Hello Ada,", HEADLINE, URL))
    assert f"Go on: {URL}" in text_of(letter)
    assert seen(letter).count("Go on") == 1
    assert URL not in seen(letter)


def test_who_it_was_and_when_is_less_than_what_has_happened():
    page = page_of(mail(lines=("Hello Ada,", HEADLINE, "By Bob."), asides=("By Bob.",)))
    assert re.findall(r'<p class="soft"[^>]*>(By [^<]*)<', page) == ["By Bob."]


def test_each_page_that_mails_about_accounts_lead_to_has_words_for_its_button():
    assert {wording.page for wording in WORDINGS.values()} == set(BUTTONS)
