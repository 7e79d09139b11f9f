"""The courier as a process of its own: killed and replaced, nothing is lost and order is kept."""

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from service import clock, db, feed
from service.models import Delivery, Event
from service.who import SYSTEM
from tests import workers
from tests.callers import Caller, publish, site, user
from tests.receivers import eventually, receiver


def test_two_couriers_one_killed_midway_lose_nothing_and_keep_the_order(
    database_url, monkeypatch, tmp_path
):
    settings = {"webhook_allowed_networks": "127.0.0.0/8"}
    with (
        site(database_url, monkeypatch, tmp_path, **settings) as application,
        receiver() as shop,
    ):
        ada = user(application, "Ada")
        home = UUID(ada.get("/auth/me").json["home_id"])
        key = ada.post("/api_keys", {"name": "key"}).json["key"]
        assert Caller(application, key).post("/webhooks", {"url": shop.url}).status_code == 201

        def happen(number):
            with db.writing() as session:
                for process in range(1, 6):
                    feed.announce(
                        session,
                        f"process.step_{number:02}",
                        actor=SYSTEM,
                        parties=[home],
                        process_id=UUID(int=process),
                    )
            publish()

        command = (tmp_path / "courier.log", "tasks.courier")
        with workers.running(*command) as doomed, workers.running(*command):
            for number in range(10):
                happen(number)
            eventually(lambda: len(shop.got) >= 5)
            doomed.kill()
            with db.writing() as session:  # what it had begun counts as lost now, not in a minute
                session.execute(sa.update(Delivery).values(due_at=clock.now()))
            for number in range(10, 20):
                happen(number)
            with db.reading() as session:
                query = sa.select(Event.id).where(Event.type.startswith("process.step"))
                wanted = {str(id) for id in session.scalars(query)}
            eventually(lambda: wanted <= set(shop.ids()))
    seen = defaultdict(list)
    for message in shop.got:
        steps = seen[message.event["process_id"]]
        if message.event["type"] not in steps:  # a repeat of what was under way
            steps.append(message.event["type"])
    assert len(seen) == 5
    for steps in seen.values():
        assert steps == [f"process.step_{number:02}" for number in range(20)]
