"""Sends a request by e-mail: through an SMTP server, or into a folder where none is set."""

import smtplib
from pathlib import Path

from service.values import emails
from tasks.channels import Dispatch, DispatchRefused, Receipt, Unavailable
from tasks.channels.request_mail import MOST_ATTACHED_BYTES, compose, file_name, message_id
from tasks.mail import maildrop
from tasks.mail.smtp import MailServer, connected, send_letter

LONGEST_ANSWER = 500  #: letters kept of what a server says


class Mail:
    """The channel "mail": hands letters to a server, or writes them to `folder` without one.

    `timeout_s` bounds every single wait for the server, `at_most_s` the whole conversation.
    Raises emails.BadEmail if `sender` is no address.
    """

    name = "mail"

    def __init__(
        self,
        *,
        sender: str,
        folder: Path,
        smtp_url: str | None = None,
        timeout_s: float = 15,
        at_most_s: float = 60,
    ) -> None:
        self._sender = emails.parsed(sender).ascii
        self._folder = folder
        self._server = MailServer.from_url(smtp_url) if smtp_url else None
        self._timeout_s = timeout_s
        self._at_most_s = at_most_s

    def deliver(self, dispatch: Dispatch) -> Receipt:
        """Send or write the letter; a repeat has the same Message-ID and the same file.

        Raises `DispatchRefused` when the server rejects recipient or letter for good (5xx) or the
        address is none, `Unavailable` when it is busy (4xx), out of reach, silent or set up
        wrongly.
        """
        reference = message_id(dispatch.idempotency_key, self._sender)
        try:
            if self._server is None:
                return Receipt(self.name, reference, f"written to {self._write(dispatch)}")
            self._send(dispatch, self._server)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            where = self._server or self._folder
            raise Unavailable(f"{where} did not take the letter: {_answer_of(error)}") from error
        return Receipt(self.name, reference, f"accepted by {self._server}")

    def _write(self, dispatch: Dispatch) -> Path:
        letter = compose(dispatch, self._sender)
        key = message_id(dispatch.idempotency_key, self._sender)[1:17]
        return maildrop.put(letter, self._folder, f"{file_name(dispatch.number)}-{key}")

    def _send(self, dispatch: Dispatch, server: MailServer) -> None:
        pdf = dispatch.documents.pdf  # made before a server waits for them
        try:
            with connected(server, self._timeout_s, self._at_most_s) as connection:
                room = min(MOST_ATTACHED_BYTES, _room(connection, pdf))
                send_letter(connection, compose(dispatch, self._sender, most_attached_bytes=room))
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _verdict(f"{dispatch.recipient.email} was not accepted", code, answer) from error
        except smtplib.SMTPDataError as error:
            raise _verdict("the letter was not taken", error.smtp_code, error.smtp_error) from error


def _room(connection: smtplib.SMTP, pdf: bytes) -> int:
    """Bytes of archive that fit the size the server announces (RFC 1870), in base64."""
    announced = connection.esmtp_features.get("size", "")
    if not announced.isdigit() or int(announced) == 0:
        return MOST_ATTACHED_BYTES
    return int(int(announced) / 1.38) - len(pdf) - 20_000


def _verdict(what: str, code: int, answer: bytes | str) -> DispatchRefused | Unavailable:
    """5xx is final, anything else may pass (RFC 5321 section 4.2.1)."""
    sentence = f"{what}: {_answer(code, answer)}"
    return DispatchRefused(sentence) if 500 <= code <= 599 else Unavailable(sentence)


def _answer_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__} {error}".strip()[:LONGEST_ANSWER]


def _answer(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"[:LONGEST_ANSWER]
