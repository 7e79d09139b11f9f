"""The letter that announces a request: what it says, to whom, and what it cannot be made to say."""

import email
import email.policy
from datetime import UTC, datetime

import pytest

from tasks.channels import DispatchRefused, RequestRecipient, Unavailable
from tasks.channels.request_mail import MOST_ATTACHED_BYTES, compose
from tests.support.dossiers import DOSSIER, dossier
from tests.support.servers.mail_servers import SENDER, Post, channel, dispatch, mail_server


def test_a_german_contractor_gets_a_german_letter():
    letter = compose(dispatch(dossier=dossier(language="de")), SENDER)
    assert letter["Subject"] == (
        "Anfrage WB-2026-000123: 5 × bracket aus PA12, Antwort bis 25. November 2026"
    )
    assert letter["Content-Language"] == "de"
    assert "Bitte antworten Sie bis 25." in letter.get_body(("plain",)).get_content()


def test_files_too_large_for_a_mail_are_linked_instead(tmp_path):
    letter = compose(dispatch(archive_bytes=MOST_ATTACHED_BYTES + 1), SENDER)
    assert [part.get_filename() for part in letter.iter_attachments()] == ["WB-2026-000123.pdf"]
    text = letter.get_body(("plain",)).get_content()
    assert "too large for an email" in text
    assert DOSSIER.portal_url in text


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
                recipient=RequestRecipient(EVIL, "orders@schichtwerk.example"),
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
    with pytest.raises(DispatchRefused, match="not a mail address"):
        channel(tmp_path).deliver(dispatch(recipient=RequestRecipient("x", address)))
    assert not (tmp_path / "mail").exists()


def test_an_address_with_an_umlaut_in_its_domain_is_written_in_ascii():
    letter = compose(dispatch(recipient=RequestRecipient("Süd", "info@bücher.example")), SENDER)
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


def test_the_letter_bears_the_time_of_issue():
    letter = compose(dispatch(), SENDER)
    assert letter["Date"].datetime == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
