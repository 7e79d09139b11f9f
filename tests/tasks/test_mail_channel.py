"""Requests by mail: what a real mail server says decides, and a repeat is known as one."""

import socket
import ssl
import time

import pytest
import trustme
from aiosmtpd.smtp import AuthResult

from tasks.channels import DispatchRefused, Unavailable
from tasks.channels.mail import Mail
from tasks.mail.smtp import MailServer
from tests.support.dossiers import DOSSIER
from tests.support.servers.mail_servers import (
    SENDER,
    Post,
    channel,
    crude_server,
    dispatch,
    mail_server,
)


def test_an_accepted_letter_holds_text_html_the_dossier_and_the_files(tmp_path):
    post = Post()
    with mail_server(post) as port:
        receipt = channel(tmp_path, port).deliver(dispatch(archive_bytes=1000))
    (letter,) = post.letters
    assert letter["Message-ID"] == receipt.reference
    assert letter["To"] == "Schichtwerk Süd <orders@schichtwerk.example>"
    assert letter["Subject"] == (
        "Request WB-2026-000123: 5 × bracket in PA12, answer by 25 November 2026"
    )
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_body(("plain",)).get_content()
    assert "Łódź Precyzja would like you to make 5 × bracket in PA12." in text
    assert "Please answer by 25 November 2026, 17:00 UTC." in text
    assert "€1,234.50" in text
    assert f' href="{DOSSIER.portal_url}"' in letter.get_body(("html",)).get_content()
    attached = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert attached == {
        "WB-2026-000123.pdf": b"%PDF-1.4 dossier",
        "WB-2026-000123.zip": b"z" * 1000,
    }


def test_a_server_that_announces_a_smaller_limit_gets_the_letter_without_the_files(tmp_path):
    post = Post()
    with mail_server(post, data_size_limit=200_000) as port:
        channel(tmp_path, port).deliver(dispatch(archive_bytes=190_000))
    (letter,) = post.letters
    assert len(list(letter.iter_attachments())) == 1


def test_a_repeat_is_the_same_letter_to_the_last_byte_and_another_key_is_another(tmp_path):
    post = Post()
    with mail_server(post) as port:
        mail = channel(tmp_path, port)
        first = mail.deliver(dispatch())
        again = mail.deliver(dispatch(attempt=2))
        other = mail.deliver(dispatch(idempotency_key="key-2"))
    assert first.reference == again.reference != other.reference
    assert post.raw[0] == post.raw[1]


@pytest.mark.parametrize(
    ("answers", "outcome", "message"),
    [
        ({"to_recipient": "550 no such mailbox"}, DispatchRefused, "550 no such mailbox"),
        ({"to_recipient": "450 greylisted"}, Unavailable, "450 greylisted"),
        ({"to_data": "554 not wanted"}, DispatchRefused, "554 not wanted"),
        ({"to_data": "451 disk full"}, Unavailable, "451 disk full"),
        # what is wrong with our own sender is not the contractor's fault and can be mended
        ({"to_sender": "553 sender unknown"}, Unavailable, "553 sender unknown"),
    ],
)
def test_five_hundreds_are_final_and_four_hundreds_are_not(tmp_path, answers, outcome, message):
    post = Post(**answers)
    with mail_server(post) as port, pytest.raises(outcome, match=message):
        channel(tmp_path, port).deliver(dispatch())
    assert post.letters == []


def test_a_server_out_of_reach_is_tried_again_later(tmp_path):
    with socket.socket() as deaf:  # bound, so that nobody else takes the port, but not listening
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        with pytest.raises(Unavailable, match=f"the mail server 127.0.0.1:{port} did not take"):
            channel(tmp_path, port).deliver(dispatch())


def test_a_silent_server_is_given_up_after_the_time_out(tmp_path):
    with crude_server(lambda connection, over: over.wait(30)) as port:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="timed out"):
            channel(tmp_path, port, timeout_s=0.2).deliver(dispatch())
        assert time.monotonic() - began < 5


def test_a_server_that_drips_is_hung_up_on(tmp_path):
    def drip(connection, over):
        while not over.wait(0.02):
            connection.sendall(b"2")

    with crude_server(drip) as port:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            channel(tmp_path, port, timeout_s=5, at_most_s=0.4).deliver(dispatch())
        assert time.monotonic() - began < 4


def test_a_server_that_turns_us_away_at_the_door_is_tried_again_later(tmp_path):
    with (
        crude_server(lambda connection, over: connection.sendall(b"554 go away\r\n")) as port,
        pytest.raises(Unavailable, match="554 go away"),
    ):
        channel(tmp_path, port).deliver(dispatch())


def test_a_letter_is_delivered_even_if_the_server_never_says_goodbye(tmp_path):
    def talk(connection, over):
        lines = connection.makefile("rb")
        connection.sendall(b"220 hello\r\n")
        for command in lines:
            if command.upper().startswith(b"QUIT"):
                return
            if command.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                while lines.readline() != b".\r\n":
                    pass
            connection.sendall(b"250 fine\r\n")

    with crude_server(talk) as port:
        assert channel(tmp_path, port).deliver(dispatch()).channel == "mail"


def test_a_connection_cut_after_the_letter_was_sent_leaves_the_outcome_open(tmp_path):
    def talk(connection, over):
        lines = connection.makefile("rb")
        connection.sendall(b"220 hello\r\n")
        for command in lines:
            if command.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                while lines.readline() != b".\r\n":
                    pass
                return
            connection.sendall(b"250 fine\r\n")

    with crude_server(talk) as port, pytest.raises(Unavailable):
        channel(tmp_path, port).deliver(dispatch())


@pytest.mark.parametrize("user", ["", "me:secret@"])
def test_without_encryption_nothing_is_sent_where_it_is_required(tmp_path, user):
    post = Post()
    query = "" if user else "?starttls=required"
    with mail_server(post) as port, pytest.raises(Unavailable, match="STARTTLS") as refusal:
        channel(tmp_path, port, user=user, query=query).deliver(dispatch())
    assert post.letters == []
    assert "secret" not in str(refusal.value)


def test_a_wrong_password_is_an_outage_until_it_is_mended(tmp_path):
    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"s@cret", handled=False)

    post = Post()
    with mail_server(post, authenticator=check, auth_require_tls=False) as port:
        with pytest.raises(Unavailable, match="535"):
            channel(tmp_path, port, user="me:wrong@", query="?starttls=off").deliver(dispatch())
        channel(tmp_path, port, user="me:s%40cret@", query="?starttls=off").deliver(dispatch())
    assert len(post.letters) == 1


@pytest.fixture
def authority(monkeypatch, tmp_path):
    """A certificate authority that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def encryption(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_server_that_offers_encryption_gets_user_password_and_letter_encrypted(
    tmp_path, authority
):
    seen = []

    def check(server, session, envelope, mechanism, data):
        seen.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=True)

    post = Post()
    context = encryption(authority, "127.0.0.1")
    options = {"tls_context": context, "require_starttls": True, "authenticator": check}
    with mail_server(post, **options) as port:
        channel(tmp_path, port, user="me:secret@").deliver(dispatch())
    assert seen == [(b"me", b"secret", True)]
    assert len(post.letters) == 1


def test_a_server_that_speaks_tls_from_the_start_is_understood(tmp_path, authority):
    post = Post()
    with mail_server(post, ssl_context=encryption(authority, "127.0.0.1")) as port:
        url = f"smtps://127.0.0.1:{port}"
        Mail(sender=SENDER, folder=tmp_path, smtp_url=url).deliver(dispatch())
    assert len(post.letters) == 1


def test_a_server_with_the_certificate_of_another_gets_nothing(tmp_path, authority):
    post = Post()
    context = encryption(authority, "other.example")
    with mail_server(post, tls_context=context) as port, pytest.raises(Unavailable, match="cert"):
        channel(tmp_path, port).deliver(dispatch())
    assert post.letters == []


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://mail.example", "smtp:// or smtps://, not 'http'"),
        ("smtp://", "names no host"),
        ("smtp://me:secret@mail.example:99999", "not a number to 65535"),
        ("smtp://me:secret@mail.example?starttls=perhaps", "not 'perhaps'"),
    ],
)
def test_a_wrong_setting_is_told_without_the_password(url, message):
    with pytest.raises(ValueError, match=message) as problem:
        MailServer.from_url(url)
    assert "secret" not in str(problem.value)


def test_the_address_of_a_mail_server_is_read_in_full():
    server = MailServer.from_url("smtps://me%40home:p%3Aw@mail.example")
    assert (server.host, server.port, server.implicit_tls) == ("mail.example", 465, True)
    assert (server.user, server.password) == ("me@home", "p:w")
    assert "p:w" not in f"{server!r} {server}"


def test_a_sender_that_is_no_address_is_refused_at_the_start(tmp_path):
    with pytest.raises(ValueError, match="'nobody' is no e-mail address"):
        Mail(sender="nobody", folder=tmp_path)
