"""Hands a finished letter to the mail server, or into a folder where none is set."""

from email.message import EmailMessage

from service.settings import settings
from tasks.mail import maildrop
from tasks.mail.smtp import MailServer, connected, send_letter

#: Seconds that a single wait for the server may take, and the whole conversation.
TIMEOUT_S, AT_MOST_S = 15, 60


def hand_over(letter: EmailMessage, name: str) -> None:
    """Send the letter, or write it as `name`.eml under var/mail; a repeat is the same file.

    Raises smtplib.SMTPException, OSError, ValueError.
    """
    config = settings()
    if config.smtp_url:
        with connected(MailServer.from_url(config.smtp_url), TIMEOUT_S, AT_MOST_S) as server:
            send_letter(server, letter)
        return
    maildrop.put(letter, config.var("mail"), name)
