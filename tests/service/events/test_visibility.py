"""Who hears what, generated: every reader with every event, however they read it."""

import random
from dataclasses import dataclass
from itertools import product
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import clock
from service.access.actor import ActingParty
from service.access.permissions import PROCESS_RIGHTS, RIGHTS, Principal
from service.accounts import api_keys, authentication
from service.accounts.api_keys import KeyBounds
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import BrowserSession, Event
from service.events import access_changes, feed, outbox, visibility
from service.events.feed import EventFilter
from service.ids import new_id
from tests.support.callers import publish, site, user
from tests.support.plans import plan_of
from workflows.actors import Actor

SEED = 20261125
PARTIES = [new_id() for _ in range(3)]
ME, VISITOR, OTHER = new_id(), new_id(), new_id()
PROJECT, PROCESS = new_id(), new_id()
TYPES = ("process.verified", "process.message", "project.updated", "organization.updated")


@pytest.fixture
def database(database_url):
    transactions.connect(database_url)
    yield
    transactions.disconnect()


@dataclass(frozen=True)
class Happening:
    """An event as the test knows it."""

    type: str
    right: str
    parties: tuple[UUID, ...]
    actor_id: UUID | None
    project_id: UUID | None
    process_id: UUID | None


def happenings(chance):
    """Every right in every audience, with the rest at random."""
    audiences = [(), *((party,) for party in PARTIES), tuple(PARTIES[:2]), (VISITOR, PARTIES[2])]
    for right, parties in product(sorted(RIGHTS), audiences):
        yield Happening(
            chance.choice(TYPES),
            right,
            parties,
            chance.choice([ME, VISITOR, OTHER, None]),
            chance.choice([PROJECT, None, new_id()]),
            chance.choice([PROCESS, None]),
        )


def readers(chance):
    """Nobody, a visitor, and users with each single right and with some at random."""
    yield Principal()
    yield Principal(visitor_id=VISITOR)
    for right in sorted(RIGHTS):
        yield Principal(user_id=ME, rights={chance.choice(PARTIES): frozenset([right])})
    for _ in range(6):
        rights = {
            party: frozenset(chance.sample(sorted(RIGHTS), chance.randint(0, 4)))
            for party in PARTIES
        }
        yield Principal(user_id=ME, visitor_id=chance.choice([VISITOR, None]), rights=rights)


WANTED = (
    EventFilter(),
    EventFilter(own=True),
    EventFilter(types=("process.*", "organization.updated"), own=True),
    EventFilter(project_id=PROJECT, own=True),
    EventFilter(process_id=PROCESS, types=("process.message",)),
)


def rightly(reader, event, wanted):
    """The rule, said once more and in other words."""
    held = set()
    for party in event.parties:
        held |= reader.rights.get(party, frozenset())
        if party == reader.visitor_id:
            held |= PROCESS_RIGHTS
    if event.right not in held:
        return False
    mine = event.actor_id is not None and event.actor_id in (reader.user_id, reader.visitor_id)
    if mine and not wanted.own:
        return False
    if wanted.project_id and event.project_id != wanted.project_id:
        return False
    if wanted.process_id and event.process_id != wanted.process_id:
        return False
    begins = tuple(type.rstrip("*") for type in wanted.types)
    return not begins or any(
        event.type == type if type == begin else event.type.startswith(begin)
        for type, begin in zip(wanted.types, begins, strict=True)
    )


def test_every_reader_hears_every_event_that_is_theirs_and_no_other(database):
    chance = random.Random(SEED)
    events = list(happenings(chance))
    with transactions.writing() as session:
        for event in events:
            outbox.announce(
                session,
                event.type,
                actor=ActingParty(Actor.CLIENT, event.actor_id, "Somebody"),
                parties=event.parties,
                right=event.right,
                project_id=event.project_id,
                process_id=event.process_id,
            )
            session.flush()
    publish()
    with transactions.reading() as session:
        live = visibility.published(session, 0, 1000)
        assert [event.position for event in live] == list(range(1, len(events) + 1))
        heard = 0
        for reader, wanted in product(readers(chance), WANTED):
            right = [n for n, e in enumerate(events, start=1) if rightly(reader, e, wanted)]
            page = feed.read(session, reader, after=0, limit=1000, filter=wanted)
            streamed = [e.position for e in live if visibility.may_see(reader, e, wanted)]
            assert [event.position for event in page.events] == right
            assert streamed == right
            heard += len(right)
    assert heard > 200  # the matrix is no empty one


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


def credential(caller):
    """The session of a browser."""
    with transactions.reading() as session:
        user_id = UUID(caller.me["user"]["id"])
        query = sa.select(BrowserSession.id).where(BrowserSession.user_id == user_id)
        return "session", session.scalars(query).one()


def test_principals_looked_up_together_are_those_that_requests_find(application):
    callers = [user(application, name) for name in ("Ada", "Bob", "Eve")]
    asked = {credential(caller) for caller in callers}
    with transactions.writing() as session:
        ada = UUID(callers[0].me["user"]["id"])
        secrets = [
            api_keys.issue(session, ada, name="all"),
            api_keys.issue(session, ada, name="chat", bounds=KeyBounds(["processes:messages"])),
            api_keys.issue(session, ada, name="old", bounds=KeyBounds(expires_at=clock.now())),
        ]
        asked |= {("api_key", key.id) for _, key in secrets}
    with transactions.reading() as session:
        together = authentication.principals(
            session, asked | {("none", None), ("session", new_id())}
        )
        singly = [authentication.authenticate(session, f"Bearer {s}", None) for s, _ in secrets[:2]]
        cookies = [caller.client.get_cookie("werkbank_session").value for caller in callers]
        singly += [authentication.authenticate(session, None, cookie) for cookie in cookies]
    assert set(together) == asked - {("api_key", secrets[2][1].id)}
    assert {(p.via, p.credential_id): p for p in singly} == together


def changes():
    """Everything after which somebody may hear other things, and whom it concerns."""

    def log_out(ada, bob):
        assert bob.post("/auth/logout").status_code == 204

    def take_member_in(ada, bob):
        email = {"email": bob.me["user"]["email"], "role": "observer"}
        assert ada.post(f"/organizations/{ada.me['home_id']}/members", email).status_code == 201

    def change_role(ada, bob):
        take_member_in(ada, bob)
        path = f"/organizations/{ada.me['home_id']}/members/{bob.me['user']['id']}"
        assert ada.patch(path, {"role": "member"}).status_code == 200

    def let_member_go(ada, bob):
        take_member_in(ada, bob)
        path = f"/organizations/{ada.me['home_id']}/members/{bob.me['user']['id']}"
        assert ada.ask("DELETE", path).status_code == 204

    def change_rights_of_a_role(ada, bob):
        take_member_in(ada, bob)
        path = f"/organizations/{ada.me['home_id']}/roles"
        observer = next(r for r in ada.get(path).json["items"] if r["name"] == "observer")
        answer = ada.patch(f"{path}/{observer['id']}", {"rights": ["processes:messages"]})
        assert answer.status_code == 200, answer.text

    def found_an_organization(ada, bob):
        assert bob.post("/organizations", {"name": "Second"}).status_code == 201

    return [
        log_out, take_member_in, change_role, let_member_go, change_rights_of_a_role,
        found_an_organization,
    ]  # fmt: skip


@pytest.mark.parametrize("change", changes(), ids=lambda change: change.__name__)
def test_the_last_event_of_every_change_of_rights_says_whose_rights_they_were(application, change):
    ada, bob = user(application, "Ada"), user(application, "Bob")
    id, before = credential(bob)[1], publish()
    change(ada, bob)
    publish()
    with transactions.reading() as session:
        who = access_changes.concerned(visibility.published(session, before, 1000)[-1])
    assert who is not None
    assert UUID(bob.me["user"]["id"]) in who.users or id in who.credentials


def test_an_event_about_rights_is_heard_by_nobody(application):
    ada = user(application, "Ada")
    before = publish()
    with transactions.writing() as session:
        access_changes.announce_access(session, users=[UUID(ada.me["user"]["id"])])
    assert publish() == before + 1
    assert ada.get(f"/events?after={before}&own=true").json["items"] == []


@pytest.mark.parametrize("pattern", ["user.rights_changed", "organization.*"])
def test_events_of_a_rare_type_are_found_without_passing_all_others(database, pattern):
    with transactions.reading() as session:
        if pattern.endswith("*") and not is_postgresql(session):
            pytest.skip("SQLite looks nothing up by how it begins where the case of letters counts")
        query = sa.select(Event.id).where(feed.is_type(Event.type, pattern))
        plan = plan_of(session, query)
    assert "ix_events_type" in plan, plan
    if is_postgresql(session):
        assert "Index Cond" in plan
