"""Lets people be told by mail in tests, and reads what they were mailed."""

import email
import email.policy
from contextlib import contextmanager

import sqlalchemy as sa

from service.database import transactions
from service.database.models import Notification, Organization
from service.events import outbox
from service.settings import settings
from tasks.delivery import notification_mails
from tests.support.worlds.marketplace import opened


@contextmanager
def quiet_market(example_url, monkeypatch, folder):
    """A market that speaks English, mails each event, and where nothing new has happened yet."""
    with opened(example_url, monkeypatch, folder, mail_folding_s=0) as market:
        with transactions.writing() as session:
            session.execute(sa.update(Organization).values(language="en"))
        published()  # what happened before the first look is no news
        yield market


def published():
    """Publish what waits, and let the mails go out that are due; their number."""
    with transactions.writing() as session:
        outbox.publish(session, 10_000)
    return notification_mails.send_due()


def mails():
    """What was mailed, by address: the letters as a mail program reads them, oldest first."""
    by_recipient = {}
    for path in sorted(settings().var("mail", "x").parent.glob("note-*.eml")):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        by_recipient.setdefault(letter["To"].addresses[0].addr_spec, []).append(letter)
    return by_recipient


def subjects(caller):
    return [letter["Subject"] for letter in mails().get(caller.login.email, [])]


def notes():
    with transactions.reading() as session:
        return session.scalars(sa.select(Notification).order_by(Notification.id)).all()
