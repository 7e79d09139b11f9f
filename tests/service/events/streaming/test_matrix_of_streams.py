"""Every reader with every type of event, all on open streams at once: who hears what, and who no
more after a right, a membership, a key, a session or the whole account was taken away."""

import re
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

import service
from service import clock
from service.access.permissions import PROCESSES_MESSAGES, RIGHTS, ROLES
from service.accounts import users
from service.database import transactions
from service.database.models import ApiKey, BrowserSession
from service.events.streaming import rights_lookup
from tests.support.callers import Caller, site
from tests.support.servers.listeners import CATALOGUE, HEARING, Cast
from tests.support.servers.streaming import Socket, Stream, hurry, serving


def test_the_catalogue_names_every_type_that_is_announced_anywhere():
    announced = set()
    for path in Path(service.__file__).parent.rglob("*.py"):
        calls = re.findall(
            r"announce(?:_to_members)?\(.*?\n\n", path.read_text() + "\n\n", re.DOTALL
        )
        for call in calls:
            announced |= set(re.findall(r'"((?:[a-z]+)\.[a-z_]+)"', call))
    assert len(announced) > 20
    assert announced <= CATALOGUE.keys()


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    hurry(monkeypatch)
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def cast(application):
    return Cast(application)


def test_on_open_streams_everybody_hears_what_is_theirs_and_nothing_else(application, cast):
    for role in ("manager", "member", "observer"):
        cast.add_colleague(role, role)
    for right in HEARING:
        cast.add_bearer(f"bearer of {right}", "client", {right})
    nobody = Caller(application)
    with serving(application) as server, cast.listening(server.port):
        refused = Stream(server.port, nobody)
        assert refused.answer.status == 401
        refused.close()
        unknown = Socket(server.port, {}).say(after=0)
        events = cast.tell_everything()
        assert unknown.message()[0] == 4401
        unknown.close()
        cast.check(events)
    heard = [len(reader.rightful(events)) for reader in cast.readers.values()]
    assert min(heard) >= 1
    assert len(set(heard)) > 5  # the matrix is no empty one


def test_what_was_taken_away_is_not_heard_any_more_on_streams_that_are_open(application, cast):
    boss = cast.readers["client"].caller
    for name in ("leaver", "demoted", "logged out", "disabled"):
        cast.add_colleague(name, "manager")
    cast.add_colleague("observer", "observer")
    keys = {
        name: cast.add_bearer(name, owner, RIGHTS)
        for name, owner in (
            ("revoked key", "client"), ("key of the leaver", "leaver"),
            ("key of the disabled", "disabled"), ("key that stays", "client"),
        )
    }  # fmt: skip
    readers = cast.readers

    def lose(*names, side=None, left=frozenset()):
        for name in names:
            readers[name].held = {**readers[name].held, side: left} if side else {}

    def at(name):
        return f"{cast.members()}/{readers[name].caller.me['user']['id']}"

    with serving(application) as server, cast.listening(server.port):
        cast.check(cast.tell_everything())
        assert boss.ask("DELETE", at("leaver")).status_code == 204
        lose("leaver", "key of the leaver", side="client")
        assert boss.patch(at("demoted"), {"role": "observer"}).status_code == 200
        lose("demoted", side="client", left=ROLES["observer"])
        change_observers(boss, cast, ["processes:messages"])
        lose("demoted", "observer", side="client", left={PROCESSES_MESSAGES})
        assert readers["logged out"].caller.post("/auth/logout").status_code == 204
        assert boss.ask("DELETE", f"/api_keys/{keys['revoked key']}").status_code == 204
        with transactions.writing() as session:
            email = readers["disabled"].caller.me["user"]["email"]
            users.disable(session, email)
        lose("logged out", "revoked key", "disabled", "key of the disabled")
        cast.check(cast.tell_everything())


def test_a_session_and_a_key_whose_time_is_over_are_found_by_looking(application, monkeypatch):
    monkeypatch.setattr(rights_lookup, "RIGHTS_S", 0.1)
    cast = Cast(application)
    key_id = cast.add_bearer("expired key", "client", RIGHTS)
    with serving(application) as server, cast.listening(server.port):
        with transactions.writing() as session:
            user_id = UUID(cast.readers["stranger"].caller.me["user"]["id"])
            theirs = sa.update(BrowserSession).where(BrowserSession.user_id == user_id)
            session.execute(theirs.values(expires_at=clock.now()))
            session.get(ApiKey, key_id).expires_at = clock.now()
        for name in ("expired key", "stranger"):
            assert cast.readers[name].heard("the end") == [["the end"], ["the end"]], name
            del cast.readers[name]
        cast.check(cast.tell_everything())


def change_observers(boss, cast, rights):
    """Give the client's observers other rights."""
    path = f"/organizations/{cast.parties['client'][0]}/roles"
    role = next(role for role in boss.get(path).json["items"] if role["name"] == "observer")
    assert boss.patch(f"{path}/{role['id']}", {"rights": rights}).status_code == 200
