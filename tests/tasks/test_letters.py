"""Mails are made faster than by the standard library, and to the last byte as it makes them."""

import email
import email.policy
import io
import smtplib
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tasks.channels.request_mail import compose
from tasks.mail import letters
from tasks.mail.smtplib_internals import Smtp
from tests.support.dossiers import dossier
from tests.support.servers.mail_servers import SENDER, dispatch


def _made_by_the_library(letter):
    """What `smtplib.SMTP.send_message` sends."""
    out = io.BytesIO()
    BytesGenerator(out).flatten(letter, linesep="\r\n")
    return out.getvalue()


def _filled(letter, text):
    letter["From"] = "Werkbank <orders@werkbank.example>"
    letter["To"] = "Jürgen Größmann <juergen@schichtwerk.example>"
    letter["Subject"] = f"{text} " * 9
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    letter.add_alternative(f"<p>{text}</p>", subtype="html")
    letter.add_attachment(b"\0\r\n" * 99, "application", "pdf", filename="größe.pdf")
    return letter


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "From here on\nFrom there",
        "ä" * 200,
        "Größe\nin Zeilen",
        f"{'x' * 200}\n" * 20,
        "one\rtwo\r\nthree\n",
    ],
)
def test_a_mail_travels_as_the_standard_library_sends_it(text):
    text_in_header = " ".join(text.split())
    letter = EmailMessage(policy=letters.POLICY)
    letter["Subject"] = text_in_header
    letter.set_content(text)
    assert letters.in_bytes(letter) == _made_by_the_library(letter)
    by_the_library = _filled(EmailMessage(policy=SMTP), text_in_header)
    by_us = _filled(EmailMessage(policy=letters.POLICY), text_in_header)
    for letter in (by_the_library, by_us):
        for count, part in enumerate(part for part in letter.walk() if part.is_multipart()):
            part.set_boundary(f"={count}=")
    assert letters.in_bytes(by_us) == _made_by_the_library(by_the_library)


def test_a_mail_whose_boundaries_nobody_has_chosen_is_read_part_by_part():
    letter = _filled(EmailMessage(policy=letters.POLICY), "plain")
    read = email.message_from_bytes(letters.in_bytes(letter), policy=email.policy.default)
    assert read.get_body(("plain",)).get_content().strip() == "plain"
    assert read.get_body(("html",)).get_content().strip() == "<p>plain</p>"
    (attached,) = read.iter_attachments()
    assert attached.get_content() == b"\0\r\n" * 99
    assert len({part.get_boundary() for part in read.walk() if part.is_multipart()}) == 2


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 114, 5000])
def test_bytes_are_encoded_in_the_lines_of_the_standard_library(size):
    content = bytes(n % 251 for n in range(size))
    by_us, by_the_library = EmailMessage(policy=letters.POLICY), EmailMessage(policy=SMTP)
    for letter in (by_us, by_the_library):
        letter.set_content(content, "application", "pdf", filename="größe.pdf", cid="<a@b>")
    assert letters.in_bytes(by_us) == _made_by_the_library(by_the_library)


@pytest.mark.parametrize(
    "mail",
    [b"a\r\n.b\r\n..\r\n", b".\r\n.\r\n", b"", b"no end", b"a\n.b\n", b"\r\n.\r\n", b"a.\r\n"],
)
def test_a_mail_is_handed_over_as_the_standard_library_does(monkeypatch, mail):
    sent = []
    monkeypatch.setattr(smtplib.SMTP, "send", lambda self, content: sent.append(content))
    monkeypatch.setattr(smtplib.SMTP, "getreply", lambda self: (354, b"go on"))
    for kind in (smtplib.SMTP, Smtp):
        assert kind().data(mail) == (354, b"go on")
    assert sent[:2] == sent[2:]


def test_a_server_that_takes_no_mail_now_is_heard_before_the_mail_is_sent(monkeypatch):
    sent = []
    monkeypatch.setattr(smtplib.SMTP, "send", lambda self, content: sent.append(content))
    monkeypatch.setattr(smtplib.SMTP, "getreply", lambda self: (451, b"later"))
    with pytest.raises(smtplib.SMTPDataError, match="later"):
        Smtp().data(b"a mail")
    assert sent == ["data\r\n"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_request_travels_as_the_standard_library_sends_it(tmp_path, language):
    sent = dispatch(archive_bytes=5000, dossier=dossier(language=language))
    letter = compose(sent, SENDER)
    assert letters.in_bytes(letter) == _made_by_the_library(letter)


def test_a_header_that_is_made_once_is_of_its_own_value_in_each_mail():
    for kind in ("pdf", "zip", "pdf"):
        letter = EmailMessage(policy=letters.POLICY)
        letter.set_content(b"x", "application", kind)
        assert f"Content-Type: application/{kind}\r\n".encode() in letters.in_bytes(letter)


def test_a_mail_is_written_with_other_ends_of_lines_where_they_are_asked_for():
    letter = EmailMessage(policy=letters.POLICY)
    letter.set_content("plain")
    assert b"\r" in letters.in_bytes(letter)
    assert b"\r" not in letter.as_bytes(policy=letters.POLICY.clone(linesep="\n"))
