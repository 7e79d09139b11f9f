"""The outside world of mail: servers that behave, servers that do not, and what is sent to them."""

import contextlib
import email
import email.policy
import io
import logging
import socket
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tasks.channels import Dispatch, DispatchDocuments, RequestRecipient
from tasks.channels.mail import Mail
from tasks.mail import kept_connections
from tests.support.dossiers import DOSSIER

SENDER = "orders@werkbank.example"

# Its lines come from a thread of its own, and would stand between the dots of a run.
logging.getLogger("mail.log").setLevel(logging.WARNING)


def dispatch(*, archive_bytes=None, **changes):
    archive = None
    if archive_bytes is not None:
        archive = io.BytesIO(b"z" * archive_bytes)
    given = {
        "request_id": "0199f2ac",
        "number": DOSSIER.number,
        "idempotency_key": "key-1",
        "attempt": 1,
        "recipient": RequestRecipient("Schichtwerk Süd", "orders@schichtwerk.example"),
        "dossier": DOSSIER,
        "portal_url": DOSSIER.portal_url,
    }
    given |= changes
    pictures = (part.picture for part in given["dossier"].parts)
    documents = DispatchDocuments(b"%PDF-1.4 dossier", archive, next(pictures, None))
    return Dispatch(make_documents=lambda: documents, **given)


class Post:
    """What an SMTP server of the outside world answers, and what it has received."""

    def __init__(self, *, to_recipient="250 OK", to_data="250 OK", to_sender="250 OK"):
        self.letters = []
        self.raw = []
        self._answers = to_sender, to_recipient, to_data

    def change_mind(self, to_data):
        """From now on answer so when a letter has come."""
        self._answers = (*self._answers[:2], to_data)

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


class SmtpServer(Controller):
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
    server = SmtpServer(post, **options)
    server.start()
    try:
        yield server.port
    finally:
        kept_connections.close_all()
        server.stop()


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
