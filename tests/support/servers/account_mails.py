"""Sends what is queued about accounts through a real mail server, and reads the links in it."""

import email
import email.policy
import re
from contextlib import contextmanager

from service import clock
from service.database import transactions
from service.database.models import AccountMail
from service.settings import settings
from tasks.delivery import account_mails
from tests.support.servers.mail_servers import Post, mail_server


class Mailbox:
    """What a mail server of the outside world got; `url` is a setting of the service."""

    def __init__(self, post, url):
        self.post = post
        self.url = url

    def fetch(self):
        """Let what is due be sent; the letters that came of it, oldest first."""
        before = len(self.post.letters)
        account_mails.send_due()
        return self.post.letters[before:]

    def token(self, page="reset"):
        """The token in the only letter that is due."""
        (letter,) = self.fetch()
        return token_in(letter, page)


def text_of(letter):
    """What a letter says as plain text."""
    return letter.get_body(("plain",)).get_content()


def token_in(letter, page="reset"):
    """The token in the link of a letter, which leads to that page; both forms have the same."""
    (token,) = tokens_in(letter, page)
    return token


def tokens_in(letter, page):
    """The different tokens in the links of a letter to that page."""
    pattern = rf"{re.escape(settings().public_url)}/{page}/([\w.-]+)"
    return {
        token
        for kind in ("plain", "html")
        for token in re.findall(pattern, letter.get_body((kind,)).get_content())
    }


def dropped_token(page="reset"):
    """The token in the last letter that leads to that page, where no mail server is set."""
    account_mails.send_due()
    paths = sorted(settings().var("mail", "x").parent.glob("account-*.eml"))
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths
    ]
    return [token for letter in letters for token in tokens_in(letter, page)][-1]


@contextmanager
def mailbox(monkeypatch, **answers):
    """A mail server that the service is told to use."""
    post = Post(**answers)
    with mail_server(post) as port:
        url = f"smtp://127.0.0.1:{port}"
        monkeypatch.setenv("WERKBANK_SMTP_URL", url)
        settings.cache_clear()
        yield Mailbox(post, url)


def lost_mail():
    """The id of a mail about an account that was given up, because nobody has its address."""
    mail = AccountMail(kind="invitation", email="lost@account.example", data={}, subject_id=None)
    mail.state, mail.error, mail.attempts = "failed", "550 no such mailbox", 9
    mail.due_at = clock.now()
    with transactions.writing() as db:
        db.add(mail)
        db.flush()
        return mail.id
