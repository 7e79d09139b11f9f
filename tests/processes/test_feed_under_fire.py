"""Everybody hears what is theirs once and in order, whatever dies meanwhile.

Writers, readers of each kind that drop and resume, a relay that is killed again and again, a
web process that is killed, a Redis that loses all it had. `WERKBANK_TEST_FULL=1` takes
twenty writers and two hundred readers of each kind.
"""

import asyncio
import os
import random
import threading
import time
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from benchmarks.feed_readers import FeedReader
from service.access.actor import ActingParty
from service.access.permissions import CONTRACTOR_RIGHTS, ORGANIZATION_READ
from service.accounts import api_keys, authentication, organizations
from service.database import transactions
from service.database.engine import is_postgresql
from service.database.models import Membership, OutboxEvent, Role, User
from service.events import feed, outbox, visibility
from service.ids import new_id
from tests.support.worlds.feed_site import running_feed
from workflows.actors import Actor

SEED = 41
FULL = bool(os.environ.get("WERKBANK_TEST_FULL"))
WRITERS, EVENTS_EACH = (20, 50) if FULL else (4, 40)
READERS_OF_EACH_KIND = 200 if FULL else 6
#: Seconds between two transactions of a writer at most, and between two faults.
WRITES_EVERY_S, FAULT_EVERY_S = (4, 5) if FULL else (0.1, 1)
#: Seconds that an open connection lives, on the average, before its reader drops it; and of those
#: that are dropped while they open, the share and the seconds at most.
LIVES_S = 20 if FULL else 2
HASTY, HASTE_S = 0.1, 0.5
POLL_S = 5 if FULL else 0.5
#: Streams that are opened at the same time before the writers begin; who resumes does it when they
#: want to.
OPENING = 24
RELAY_KILLS, WITHIN_S = (8, 900) if FULL else (3, 60)
HEARD = sorted(CONTRACTOR_RIGHTS | {ORGANIZATION_READ})

pytestmark = pytest.mark.timeout(3000 if FULL else 180)


@pytest.fixture
def site(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr("tasks.local.supervised._SHORT_LIFE_S", 0.0)
    with running_feed(database_url, tmp_path) as site:
        yield site


def found_people(chance, number):
    """Users with different rights in some of five organizations; their ids and keys."""
    people = []
    with transactions.writing() as session:
        owner = User(email="owner@shop.example", name="Owner", password_hash="-")
        session.add(owner)
        session.flush()
        parties = [
            organizations.create_for(session, owner.id, "O", name=f"{n}").id for n in range(5)
        ]
        roles = []
        for party in parties:
            for rights in (HEARD, HEARD[:1], HEARD[2:4], [ORGANIZATION_READ]):
                role = Role(organization_id=party, name=str(new_id()), rights=rights)
                session.add(role)
                roles.append(role)
        session.flush()
        for number_of_user in range(number):
            user = User(email=f"{number_of_user}@shop.example", name="R", password_hash="-")
            session.add(user)
            session.flush()
            for role in {r.organization_id: r for r in chance.sample(roles, 3)}.values():
                member = Membership(
                    user_id=user.id, organization_id=role.organization_id, role_id=role.id
                )
                session.add(member)
            people.append((user.id, *api_keys.issue(session, user.id, name="reader")))
    return parties, people


def write(chance, parties, actors):
    """One writer: short transactions and long ones, some with several events."""
    for _ in range(EVENTS_EACH // 2):
        with transactions.writing() as session:
            for _ in range(2):
                outbox.announce(
                    session,
                    chance.choice(["process.verified", "process.message", "project.updated"]),
                    actor=ActingParty(Actor.CLIENT, chance.choice(actors), "W"),
                    parties=chance.sample(parties, chance.choice([1, 1, 2])),
                    right=chance.choice(HEARD),
                )
            session.flush()
            if is_postgresql(session):  # SQLite has one writer: it would only keep others out
                time.sleep(chance.random() * 0.2)
        time.sleep(chance.random() * WRITES_EVERY_S)


@contextmanager
def writing(parties, actors):
    """The writers at work; done when the block is."""
    threads = [
        threading.Thread(target=write, args=[random.Random(SEED + n), parties, actors])
        for n in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.join()


def rightful(people):
    """What each key's owner must have heard, position by position."""
    with transactions.reading() as session:
        events = visibility.published(session, 0, 100_000)
        who = authentication.principals(session, {("api_key", key.id) for _, _, key in people})
    return {
        secret: [
            e.position
            for e in events
            if visibility.may_see(who["api_key", key.id], e, feed.EVERYTHING)
        ]
        for _, secret, key in people
    }


def all_published():
    with transactions.reading() as session:
        return session.scalar(sa.select(OutboxEvent.id).limit(1)) is None


async def torment(site, chance, writers):
    """Kill and rob while there is something in flight."""
    fired = 0
    while any(writer.is_alive() for writer in writers) or fired < RELAY_KILLS:
        await asyncio.sleep(0.3 + chance.random() * FAULT_EVERY_S)
        if fired < RELAY_KILLS:
            site.kill("scheduler")
            fired += 1
        if fired == 1:
            site.kill("web")
        if fired == 2:
            await asyncio.to_thread(site.valkey.lose_data)
            await asyncio.to_thread(site.valkey.start)
        site.processes.check()


async def look_after(site):
    while True:
        site.processes.check()
        await asyncio.sleep(0.1)


async def open_all(readers):
    """Let all begin to read; their tasks, when each of them has been open once."""
    gate, tasks = asyncio.Semaphore(OPENING), []

    async def begin(reader):
        async with gate:
            tasks.append(asyncio.create_task(reader.run()))
            await reader.is_open.wait()

    await asyncio.gather(*(begin(reader) for reader in readers))
    return tasks


async def story(site, chance, parties, people):
    heard = {}

    over = asyncio.Event()

    def lives_s():
        return WITHIN_S if over.is_set() else chance.expovariate(1 / LIVES_S)

    def waits_s():
        hasty = chance.random() < HASTY and not over.is_set()
        return chance.random() * HASTE_S if hasty else None

    readers = []
    for n, kind in enumerate(("poll", "sse", "ws")):
        for _, secret, _ in people[n * READERS_OF_EACH_KIND :][:READERS_OF_EACH_KIND]:
            heard[secret] = []
            reader = FeedReader(
                kind,
                site.config.port,
                secret,
                lambda r, event: heard[r.key].append(event["position"]),
                lifetime_s=lives_s,
                patience_s=waits_s,
                poll_s=POLL_S,
            )
            readers.append(reader)
    watch = asyncio.create_task(look_after(site))
    began = time.monotonic()
    tasks = await asyncio.wait_for(open_all(readers), WITHIN_S)
    print(f"{len(readers)} readers were open after {time.monotonic() - began:.0f} s")
    with writing(parties, [user_id for user_id, _, _ in people[:9]]) as writers:
        await torment(site, chance, writers)
    over.set()  # what is missing now is not missing because its reader hangs up
    late_at = time.monotonic() + WITHIN_S
    while not await asyncio.to_thread(all_published):
        assert time.monotonic() < late_at, "the relay did not come back"
        await asyncio.sleep(0.1)
    right = rightful(people)
    while any(len(heard[key]) < len(right[key]) for key in heard) and time.monotonic() < late_at:
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.0)  # what was told twice would come now
    for task in (*tasks, watch):
        task.cancel()
    return readers, heard, right


def test_every_reader_hears_exactly_what_is_theirs_whatever_dies(site):
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    parties, people = found_people(chance, 3 * READERS_OF_EACH_KIND)
    readers, heard, right = asyncio.run(story(site, chance, parties, people))
    for reader in readers:
        assert heard[reader.key] == right[reader.key], (reader.kind, reader.errors)
    assert sum(map(len, right.values())) > WRITERS * EVENTS_EACH  # most are heard by several
    assert sum("scheduler was ended by signal 9" in said for said in site.said) == RELAY_KILLS
    assert any("web was ended by signal 9" in said for said in site.said)
    assert sum(reader.opened for reader in readers) > 2 * len(readers)
    assert sum(reader.broken for reader in readers) > 0
    print(
        f"{sum(map(len, right.values())):,} events were heard by {len(readers)} readers on "
        f"{sum(reader.opened for reader in readers):,} connections, "
        f"{sum(reader.broken for reader in readers)} of which broke"
    )
    assert [reader.resets for reader in readers] == [0] * len(readers)
