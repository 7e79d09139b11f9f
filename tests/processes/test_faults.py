"""Proves that orders arrive, each once, whatever breaks below the workers or inside of one part."""

import os
import random
import time

import pytest
import sqlalchemy as sa

from benchmarks import example_client
from service.database import transactions
from service.database.models import Verification
from service.verification import verify
from tests.support import meshes, workers
from tests.support.waiting import eventually
from tests.support.worlds.workplace import (
    all_are,
    check_histories,
    moves_of,
    opened,
    process,
    requests_of,
    rows_of,
)
from workflows.process import ProcessState

USUAL_WAY = ["create", "verify", "pass_verification", "send", "dispatched"]
SEED = 20
#: Workers that are killed, in some minutes.
KILLS = 200


def place_with(database_url, redis_url, tmp_path, monkeypatch, **values):
    quick = {"recovery_interval_s": 0.3, "work_item_patience_s": 3, "lease_s": 5}
    return opened(database_url, redis_url, tmp_path, monkeypatch, **quick | values)


def assert_arrived_once(process_ids, contractors=1):
    eventually(all_are("sent", process_ids), within_s=60)
    check_histories(process_ids)
    for process_id in process_ids:
        assert [move for move in moves_of(process_id) if move != "edit"] == USUAL_WAY
        asked = [request.contractor_id for request in requests_of(process_id)]
        assert len(asked) == len(set(asked)) == contractors
        assert len(rows_of(Verification, process_id)) == 1


def test_a_part_that_kills_its_workers_is_parked_and_the_others_arrive(
    database_url, redis_url, tmp_path, monkeypatch
):
    place = place_with(database_url, redis_url, tmp_path, monkeypatch, max_attempts=2)
    with place as place:
        [first] = place.order()
        verify.verify(first)
        poison = meshes.box(7, 7, 7)
        monkeypatch.setenv("POISON", example_client.store_content(meshes.stl(poison)))
        [measured] = place.order(solid=poison)
        verify.verify(measured)  # here it is harmless; measured, it goes together with others
        one, other = place.order(3), place.order(3)
        [poisoned] = place.order(solid=poison)
        words = (
            "-A",
            "tests.support.crashing_worker",
            "worker",
            "--pool",
            "prefork",
            "--concurrency",
            "2",
        )
        log = tmp_path / "poisoned.log"
        with workers.running(log, "celery", *words, "--loglevel", "INFO"):
            place.scheduler()

            def given_up():
                """the poisoned part is parked"""
                return process(poisoned).parked_at

            eventually(given_up, within_s=60)
            assert_arrived_once([*one, *other])
    assert log.read_text().count("SIGSEGV") >= 2, "the fault did not fire"


BUSY = """
SELECT pid, xact_start IS NOT NULL FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@pytest.mark.only_on("postgresql")  # SQLite has no server
def test_orders_arrive_once_while_backends_are_terminated_in_their_transactions(
    database_url, redis_url, tmp_path, monkeypatch
):
    print("seed", SEED)
    chance = random.Random(SEED)
    with place_with(database_url, redis_url, tmp_path, monkeypatch, max_attempts=50) as place:
        place.scheduler()
        place.worker(concurrency=2)
        orders, cut = [], 0
        engine = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
        deadline = time.monotonic() + 60
        while cut < 10:
            assert time.monotonic() < deadline, f"the fault fired only {cut} times"
            orders += place.order(5)
            for _ in range(20):
                time.sleep(chance.uniform(0, 0.02))
                with engine.connect() as connection:
                    backends = [pid for pid, works in connection.execute(sa.text(BUSY)) if works]
                    if backends:
                        victim = {"pid": chance.choice(sorted(backends))}
                        end = sa.text("SELECT pg_terminate_backend(:pid)")
                        cut += bool(connection.scalar(end, victim))
        engine.dispose()
        assert_arrived_once(orders)
        with transactions.reading() as session:
            assert session.scalar(sa.text("SELECT 1")) == 1


@pytest.mark.skipif(
    not os.environ.get("WERKBANK_TEST_FULL"), reason="test_workers.py kills them one by one"
)
@pytest.mark.timeout(3600)
def test_orders_arrive_once_while_whole_workers_are_killed_at_random(
    database_url, redis_url, tmp_path, monkeypatch
):
    print("seed", SEED)
    chance = random.Random(SEED)
    with place_with(database_url, redis_url, tmp_path, monkeypatch, max_attempts=1000) as place:
        place.scheduler()
        orders, killed = [], 0
        worker = place.worker(concurrency=2)
        while killed < KILLS:
            orders += place.order(3, contractors=2)
            eventually(some_are_under_way(orders[-3:]), within_s=60)
            time.sleep(chance.uniform(0, 0.05))
            killed += bool(some_are_under_way(orders[-3:])())
            worker.kill()
            worker = place.worker(concurrency=2)
        assert_arrived_once(orders, contractors=2)


def some_are_under_way(process_ids):
    """A question for `eventually`: whether a worker has begun, and not ended, with some."""

    def under_way():
        rows = [process(process_id) for process_id in process_ids]
        ended = all(row.state is ProcessState.SENT for row in rows)
        return not ended and any(len(moves_of(row.id)) > 2 or row.lease_until for row in rows)

    return under_way
