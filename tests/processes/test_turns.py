"""Proves on a real worker that a flood of one party's work does not hold up another's."""

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Verification
from tests.support import meshes
from tests.support.servers.valkeys import running_valkey
from tests.support.waiting import eventually
from tests.support.worlds.workplace import opened

#: Parts that a visitor lays in, each of which must be measured for a while.
FLOOD = 30


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with (
        running_valkey() as valkey,
        opened(database_url, valkey.url, tmp_path, monkeypatch, recovery_interval_s=0.3) as place,
    ):
        yield place


def different(count):
    """Parts that look alike, with contents of their own."""
    torus = meshes.torus(steps=40)
    return [meshes.stl(torus, remark=f"part {number}".encode()) for number in range(count)]


def begun(process_ids):
    """When the verification of each of those that are done began."""
    with transactions.reading() as session:
        rows = sa.select(Verification.started_at).where(Verification.process_id.in_(process_ids))
        return list(session.scalars(rows))


def test_a_visitor_who_floods_verification_delays_a_customer_by_one_part(place):
    visitor = place.visitor()
    flood = [part for content in different(FLOOD) for part in place.parts(visitor, content=content)]
    place.scheduler()
    place.worker()
    eventually(lambda: begun(flood), within_s=60)
    [customers] = place.parts(place.client(), content=meshes.stl(meshes.torus(steps=41)))
    laid_in_at = clock.now()
    eventually(lambda: begun([customers]), within_s=60)
    [began_at] = begun([customers])
    before = [at for at in begun(flood) if laid_in_at < at < began_at]
    assert len(before) <= 1
    assert len([at for at in begun(flood) if at < laid_in_at]) < FLOOD / 2  # it was a flood
    eventually(lambda: [at for at in begun(flood) if at > began_at])  # which goes on
