"""Requests by mail: what a real mail server says decides, and a repeat is known as one."""

import contextlib
import email
import email.policy
import socket
import ssl
import threading
import time
from datetime import UTC, datetime

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tasks.channels import Dispatch, Recipient, Refused, Unavailable
from tasks.channels.letter import MOST_ATTACHED_BYTES, compose
from tasks.channels.mail import Mail
from tasks.channels.mail_server import MailServer
from tests.dossiers import DOSSIER, dossier

SENDER = "orders@werkbank.example"


def dispatch(tmp_path=None, *, archive_bytes=None, **changes):
    archive = None
    if archive_bytes is not None:
        archive = tmp_path / "order.zip"
        archive.write_bytes(b"z" * archive_bytes)
    given = {
        "request_id": "0199f2ac",
        "number": DOSSIER.number,
        "idempotency_key": "key-1",
        "attempt": 1,
        "recipient": Recipient("Schichtwerk Süd", "orders@schichtwerk.example"),
        "dossier": DOSSIER,
        "pdf": b"%PDF-1.4 dossier",
        "portal_url": DOSSIER.portal_url,
        "archive": archive,
    }
    return Dispatch(**{**given, **changes})


class Post:
    """What an SMTP server of the outside world answers, and what it has received."""

    def __init__(self, *, to_recipient="250 OK", to_data="250 OK", to_sender="250 OK"):
        self.letters = []
        self.raw = []
        self._answers = to_sender, to_recipient, to_data

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address, options
    ):
        envelope.mail_from = address
        return self._answers[0]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address, options
    ):
        if self._answers[1].startswith("2"):
            envelope.rcpt_tos.append(address)
        return self._answers[1]

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ):
        if self._answers[2].startswith("2"):
            self.raw.append(envelope.content)
            self.letters.append(
                email.message_from_bytes(envelope.content, policy=email.policy.default)
            )
        return self._answers[2]


class PostOffice(Controller):
    """An SMTP server on a port that nobody else can take meanwhile."""

    def __init__(self, post, **options):
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        super().__init__(post, hostname="127.0.0.1", port=port, **options)

    def _create_server(self):
        return self.loop.create_server(
            self._factory_invoker, sock=self._listening, ssl=self.ssl_context
        )


@contextlib.contextmanager
def mail_server(post, **options):
    office = PostOffice(post, **options)
    office.start()
    try:
        yield office.port
    finally:
        office.stop()


@contextlib.contextmanager
def crude_server(talk):
    """A server whose every conversation is `talk(connection, over)`."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                talk(connection, over)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        listening.close()
        thread.join(10)


def channel(tmp_path, port=None, *, query="", user="", **limits):
    url = f"smtp://{user}127.0.0.1:{port}{query}" if port else None
    return Mail(sender=SENDER, folder=tmp_path / "mail", smtp_url=url, **limits)


def test_an_accepted_letter_holds_text_html_the_dossier_and_the_files(tmp_path):
    post = Post()
    with mail_server(post) as port:
        receipt = channel(tmp_path, port).deliver(dispatch(tmp_path, archive_bytes=1000))
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
    assert f'<a href="{DOSSIER.portal_url}">' in letter.get_body(("html",)).get_content()
    attached = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert attached == {
        "WB-2026-000123.pdf": b"%PDF-1.4 dossier",
        "WB-2026-000123.zip": b"z" * 1000,
    }


def test_a_german_contractor_gets_a_german_letter():
    letter = compose(dispatch(dossier=dossier(language="de")), SENDER)
    assert letter["Subject"] == (
        "Anfrage WB-2026-000123: 5 × bracket in PA12, Antwort bis 25. November 2026"
    )
    assert letter["Content-Language"] == "de"
    assert "Bitte antworten Sie bis 25." in letter.get_body(("plain",)).get_content()


def test_files_too_large_for_a_mail_are_linked_instead(tmp_path):
    letter = compose(dispatch(tmp_path, archive_bytes=MOST_ATTACHED_BYTES + 1), SENDER)
    assert [part.get_filename() for part in letter.iter_attachments()] == ["WB-2026-000123.pdf"]
    text = letter.get_body(("plain",)).get_content()
    assert "too large for a mail" in text
    assert DOSSIER.portal_url in text


def test_a_server_that_announces_a_smaller_limit_gets_the_letter_without_the_files(tmp_path):
    post = Post()
    with mail_server(post, data_size_limit=200_000) as port:
        channel(tmp_path, port).deliver(dispatch(tmp_path, archive_bytes=190_000))
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
    ("answers", "outcome", "told"),
    [
        ({"to_recipient": "550 no such mailbox"}, Refused, "550 no such mailbox"),
        ({"to_recipient": "450 greylisted"}, Unavailable, "450 greylisted"),
        ({"to_data": "554 not wanted"}, Refused, "554 not wanted"),
        ({"to_data": "451 disk full"}, Unavailable, "451 disk full"),
        # what is wrong with our own sender is not the contractor's fault and can be mended
        ({"to_sender": "553 sender unknown"}, Unavailable, "553 sender unknown"),
    ],
)
def test_five_hundreds_are_final_and_four_hundreds_are_not(tmp_path, answers, outcome, told):
    post = Post(**answers)
    with mail_server(post) as port, pytest.raises(outcome, match=told):
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


EVIL = "Eve\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>\u2028X: y"


def test_no_name_can_add_a_header_or_markup(tmp_path):
    post = Post()
    evil = dossier(process_title=EVIL, material=EVIL, number=EVIL)
    with mail_server(post) as port:
        channel(tmp_path, port).deliver(
            dispatch(
                dossier=evil,
                number=EVIL,
                idempotency_key=EVIL,
                portal_url=EVIL,
                recipient=Recipient(EVIL, "orders@schichtwerk.example"),
            )
        )
    (letter,) = post.letters
    assert letter["Bcc"] is None
    assert letter["X"] is None
    assert set(letter.keys()) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
        *("MIME-Version", "Content-Type", "X-Peer", "X-MailFrom", "X-RcptTo"),
    }
    assert "<script>" not in letter.get_body(("html",)).get_content()
    assert len(letter["To"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("", "nobody", "a@b\r\nBcc: c@d", "a@b, c@d", "a b@c", "<a@b>", "a@", "@b"),
        *("x" * 65 + "@b.example", "a@" + "b" * 300, "a@b c", "a@\ud800.example"),
    ],
)
def test_what_is_no_address_is_refused_for_good(tmp_path, address):
    with pytest.raises(Refused, match="not a mail address"):
        channel(tmp_path).deliver(dispatch(recipient=Recipient("x", address)))
    assert not (tmp_path / "mail").exists()


def test_an_address_with_an_umlaut_in_its_domain_is_written_in_ascii():
    letter = compose(dispatch(recipient=Recipient("Süd", "info@bücher.example")), SENDER)
    assert letter["To"].addresses[0].addr_spec == "info@xn--bcher-kva.example"


def test_without_a_server_the_letter_lands_in_the_folder_once_however_often_it_is_sent(tmp_path):
    mail = channel(tmp_path)
    receipt = mail.deliver(dispatch())
    mail.deliver(dispatch(attempt=2))
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name.startswith("WB-2026-000123-")
    assert path.suffix == ".eml"
    assert str(path) in receipt.detail
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert letter["Message-ID"] == receipt.reference
    mail.deliver(dispatch(idempotency_key="key-2"))
    assert len(list((tmp_path / "mail").iterdir())) == 2


def test_no_number_of_a_request_leads_out_of_the_folder(tmp_path):
    channel(tmp_path).deliver(dispatch(number="../../etc/passwd"))
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name.startswith("etc-passwd-")


def test_a_folder_that_takes_no_file_is_an_outage(tmp_path):
    (tmp_path / "mail").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="did not take the letter"):
        channel(tmp_path).deliver(dispatch())


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://mail.example", "smtp:// or smtps://, not 'http'"),
        ("smtp://", "names no host"),
        ("smtp://me:secret@mail.example:99999", "not a number to 65535"),
        ("smtp://me:secret@mail.example?starttls=perhaps", "not 'perhaps'"),
    ],
)
def test_a_wrong_setting_is_told_without_the_password(url, told):
    with pytest.raises(ValueError, match=told) as problem:
        MailServer.from_url(url)
    assert "secret" not in str(problem.value)


def test_the_address_of_a_mail_server_is_read_in_full():
    server = MailServer.from_url("smtps://me%40home:p%3Aw@mail.example")
    assert (server.host, server.port, server.implicit_tls) == ("mail.example", 465, True)
    assert (server.user, server.password) == ("me@home", "p:w")
    assert "p:w" not in f"{server!r} {server}"


def test_a_sender_that_is_no_address_is_refused_at_the_start(tmp_path):
    with pytest.raises(ValueError, match="mail cannot come from 'nobody'"):
        Mail(sender="nobody", folder=tmp_path)


def test_the_letter_bears_the_time_of_issue():
    letter = compose(dispatch(), SENDER)
    assert letter["Date"].datetime == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
