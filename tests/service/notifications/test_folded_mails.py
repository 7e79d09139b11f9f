"""What happens in one project within a minute is one mail, and nothing of it is left out."""

import pytest

from service import clock
from service.settings import settings
from tests.support.callers import site, user
from tests.support.notifying import (
    choose,
    happens,
    later,
    mailed_to,
    queued,
    told_of,
    uses_mail_server,
)
from tests.support.servers.mail_servers import Post, mail_server
from tests.support.servers.mailed import published


@pytest.fixture
def ada(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        ada = user(application, "Ada")
        published()  # what happened before the first look is no news
        later(seconds=0)  # nothing depends on how long the test takes
        yield ada


def test_what_happens_within_a_minute_is_one_mail_that_says_how_things_stand(ada, monkeypatch):
    project_id = ada.project(title="Gripper")
    happens(ada, "process.message", project_id)
    assert published() == 0
    later(seconds=59)
    happens(ada, "offer.made", project_id)
    happens(ada, "process.declined", project_id)
    assert published() == 0
    later(seconds=1)
    assert published() == 1
    (letter,) = mailed_to(ada)
    assert letter["Subject"] == (
        "Gripper: no contractor will make it for now (and 2 more news items)"
    )
    assert told_of(letter) == ["there is a new message", "an offer has come in", "no contractor"]
    later(hours=1)
    assert published() == 0


def test_what_happens_after_that_minute_is_another_mail(ada, monkeypatch):
    project_id = ada.project(title="Gripper")
    happens(ada, "process.message", project_id)
    published()
    later(seconds=61)
    happens(ada, "offer.made", project_id)
    assert published() == 1
    later(seconds=60)
    assert published() == 1
    assert [told_of(letter) for letter in mailed_to(ada)] == [
        ["there is a new message"],
        ["an offer has come in"],
    ]


def test_projects_are_told_of_apart(ada, monkeypatch):
    for title in ("Gripper", "Lamp"):
        happens(ada, "offer.made", ada.project(title=title))
    published()
    later(seconds=60)
    assert published() == 2
    subjects = {letter["Subject"].split(":")[0] for letter in mailed_to(ada)}
    assert subjects == {"Gripper", "Lamp"}


def test_what_belongs_to_the_digest_stays_there(ada, monkeypatch):
    monkeypatch.setenv("WERKBANK_DIGEST_HOUR", str((clock.now().hour + 12) % 24))
    settings.cache_clear()
    choose(ada, process__message="digest")
    project_id = ada.project(title="Gripper")
    happens(ada, "process.message", project_id)
    happens(ada, "offer.made", project_id)
    published()
    later(seconds=60)
    published()
    assert [told_of(letter) for letter in mailed_to(ada)] == [["an offer has come in"]]


def test_a_mail_of_several_types_ends_all_when_one_unsubscribes_and_of_one_type_that_one(
    ada, monkeypatch
):
    for types in (("offer.made", "offer.made"), ("offer.made", "process.message")):
        project_id = ada.project(title="Gripper")
        for type in types:
            happens(ada, type, project_id)
    published()
    later(seconds=60)
    published()
    of_one, of_two = (letter.get_body(("plain",)).get_content() for letter in mailed_to(ada))
    assert "To stop emails of this kind" in of_one
    assert "To stop emails of this kind" not in of_two
    assert "To stop all emails" in of_two


def test_without_folding_each_event_is_a_mail_at_once(ada, monkeypatch):
    monkeypatch.setenv("WERKBANK_MAIL_FOLDING_S", "0")
    settings.cache_clear()
    project_id = ada.project(title="Gripper")
    happens(ada, "process.message", project_id)
    happens(ada, "offer.made", project_id)
    assert published() == 2


def test_a_mail_that_is_tried_again_is_the_same_whatever_has_happened_since(ada, monkeypatch):
    project_id = ada.project(title="Gripper")
    happens(ada, "process.message", project_id)
    happens(ada, "offer.made", project_id)
    published()
    later(seconds=60)
    busy, well = Post(to_data="451 later"), Post()
    with mail_server(busy) as port:
        uses_mail_server(monkeypatch, port)
        assert published() == 0
    happens(ada, "process.declined", project_id)
    published()
    later(minutes=10)
    with mail_server(well) as port:
        uses_mail_server(monkeypatch, port)
        assert published() == 2
    assert [told_of(letter) for letter in well.letters] == [
        ["there is a new message", "an offer has come in"],
        ["no contractor"],
    ]
    assert {note.state for note in queued(ada)} == {"sent"}
