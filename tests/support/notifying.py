"""Preferences, moments, events and their mails, for tests of notifications."""

import re
from datetime import timedelta
from uuid import UUID

from service import clock
from service.access.actor import SYSTEM
from service.database import transactions
from service.events import outbox
from service.settings import settings
from tests.support.servers.mailed import mails, notes


def later(**span):
    clock.move(timedelta(**span))


def choose(caller, **choices):
    is_of_example = hasattr(caller, "login")
    organization_id = caller.login.organization_id if is_of_example else caller.me["home_id"]
    path = f"/notifications/preferences/{organization_id}"
    answer = caller.patch(path, {"choices": {k.replace("__", "."): v for k, v in choices.items()}})
    assert answer.status_code == 200, answer.text
    return {kind["type"]: kind for kind in answer.json["kinds"]}


def happens(caller, type, project_id):
    """Let the organisation of a user hear of something in a project of theirs."""
    parties = [UUID(caller.me["home_id"])]
    with transactions.writing() as session:
        outbox.announce(session, type, actor=SYSTEM, parties=parties, project_id=UUID(project_id))


def queued(caller):
    """What a user was told, is to be told, or need not be told any more."""
    return [note for note in notes() if note.user_id == UUID(caller.me["user"]["id"])]


def mailed_to(caller):
    """The mails of a user, oldest first."""
    return mails().get(caller.me["user"]["email"], [])


def told_of(letter):
    """What a mail says has happened, in its order."""
    text = letter.get_body(("plain",)).get_content()
    return re.findall("there is a new message|an offer has come in|no contractor", text)


def uses_mail_server(monkeypatch, port):
    monkeypatch.setenv("WERKBANK_SMTP_URL", f"smtp://127.0.0.1:{port}")
    settings.cache_clear()
