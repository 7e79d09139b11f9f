"""Verification records: canonical, the same for the same inputs, present after failures too."""

import base64
import hashlib
import os
import subprocess
import sys
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Process, Verification
from service.manufacturing.quoting import record
from service.manufacturing.quoting.record import canonical
from service.operations import consistency
from tests.support import meshes
from tests.support.orders import ready
from tests.support.paths import ROOT
from tests.support.verifying import content, shown, verified
from tests.support.worlds.marketplace import refused


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def test_the_same_inputs_give_the_same_record(market):
    one, two = ready(market, notes="urgent"), ready(market, title="another")
    (_, first), (_, second) = verified(market, one), verified(market, two)
    assert first.inputs_digest == second.inputs_digest
    assert canonical(content(first)) == canonical(content(second))
    assert first.digest != second.digest


def test_another_program_that_hashes_otherwise_calculates_the_same_record(tmp_path):
    model = tmp_path / "ball.stl"
    model.write_bytes(meshes.stl(meshes.box()))
    command = [sys.executable, "-m", "tests.support.reproduced", str(model)]
    digests = {
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop().split()[1]) == 64


def test_the_same_part_verified_again_gives_the_same_record_with_the_next_number(market):
    id = ready(market)
    _, first = verified(market, id)
    _, second = verified(market, id)
    assert (first.attempt, second.attempt) == (1, 2)
    assert content(first) == content(second)
    records = market.client.get(f"/processes/{id}/verifications").json["items"]
    assert [record["attempt"] for record in records] == [1, 2]
    assert shown(market, id)["id"] == str(second.id)


def test_a_record_is_canonical_and_its_digest_covers_all_of_it(market):
    id = ready(market)
    _, stored = verified(market, id)
    content = orjson.loads(stored.record)
    assert canonical(content) == stored.record.encode()
    assert list(content) == sorted(content)
    assert shown(market, id)["digest"] == stored.digest
    assert content["inputs_digest"] == hashlib.sha256(canonical(content["inputs"])).hexdigest()
    assert stored.suitable == [quote["contractor_id"] for quote in content["quotes"]]


def test_a_client_proves_the_digest_with_the_bytes_of_the_record(market):
    id = ready(market)
    _, stored = verified(market, id)
    for name in ("1", str(stored.id)):
        answer = market.client.get(f"/processes/{id}/verifications/{name}.json")
        assert hashlib.sha256(answer.data).hexdigest() == stored.digest
    quoted = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{quoted}:"
    read = market.client.get(f"/processes/{id}/verifications/1").json
    beside = ("digest", "stale", "stale_because")
    assert canonical({k: v for k, v in read.items() if k not in beside}) == answer.data


def test_a_quote_is_sealed_with_the_rates_that_the_client_does_not_see(market):
    id = ready(market)
    _, stored = verified(market, id)
    whole = orjson.loads(stored.record)["quotes"]
    seen = orjson.loads(market.client.get(f"/processes/{id}/verifications/1.json").data)["quotes"]
    for quote, public in zip(whole, seen, strict=True):
        assert public["sealed"] == hashlib.sha256(canonical(quote)).hexdigest()
        assert "inputs" in quote["lines"][0]
        assert public["lines"][0].keys() == {"name", "amount"}


def test_the_database_refuses_to_change_or_delete_a_record(market):
    _, stored = verified(market, ready(market))
    of_it = Verification.id == stored.id
    for statement in (
        sa.update(Verification).where(of_it).values(verdict="fail"),
        sa.delete(Verification).where(of_it),
    ):
        with (
            pytest.raises(sa.exc.DBAPIError, match="never changed"),
            transactions.writing() as session,
        ):
            session.execute(statement)


def test_the_check_finds_a_record_that_somebody_has_changed(market):
    _, stored = verified(market, ready(market))
    text, digest = stored.record, stored.digest

    def faults(text, **beside):
        return list(record.faults(text, digest, beside))

    assert faults(text, verdict="pass") == []
    assert faults(text, verdict="fail", attempt=1) == ["its row has another verdict"]
    fewer = text.replace('"quantity":5', '"quantity":4')
    assert faults(fewer) == ["its digest does not fit", "the digest of its inputs does not fit"]
    assert faults(text.replace(",", ", ", 1)) == ["its text is not canonical"]
    (unreadable,) = faults(text[:-1])
    assert "cannot be read" in unreadable
    content = orjson.loads(text)
    content["quotes"][0]["lines"][0]["inputs"] = {"hours": "0"}
    assert faults(canonical(content).decode()) == ["its digest does not fit"]


def test_records_are_examined_with_their_process(market):
    id = ready(market)
    _, stored = verified(market, id)
    with transactions.reading() as session:
        assert consistency.examine(session, None, 1000).findings == []
    with transactions.writing() as session:
        session.get_one(Process, UUID(id)).verification_id = None
    with transactions.reading() as session:
        (finding,) = consistency.examine(session, None, 1000).findings
    assert finding.process_id == UUID(id)
    assert "goes by verification None" in finding.detail
    with transactions.writing() as session:
        session.get_one(Process, UUID(id)).verification_id = stored.id


def test_a_verification_that_is_not_there_is_unknown(market):
    id = ready(market)
    verified(market, id)
    for name in ("2", "0", "99999999999", "x", "²", str(UUID(int=0))):
        for end in ("", ".json"):
            answer = market.client.get(f"/processes/{id}/verifications/{name}{end}")
            assert refused(answer, 404, "not-found"), name
