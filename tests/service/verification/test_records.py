"""Verification records: canonical, the same for the same inputs, present after failures too."""

import base64
import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import Process, RecordContent, Verification
from service.ids import new_id
from service.manufacturing.quoting import record, shared_record
from service.manufacturing.quoting.record import canonical
from service.operations import consistency
from service.sourcing.verified_quotes import verified_quotes
from service.verification import record_contents
from tests.support import meshes
from tests.support.orders import ready
from tests.support.paths import ROOT
from tests.support.tampering import lift_guards
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


def every_row(table):
    with transactions.reading() as session:
        return session.scalars(sa.select(table)).all()


def test_what_orders_of_the_same_part_have_come_to_is_kept_once(market):
    before = len(every_row(RecordContent))
    records = [verified(market, ready(market, title=title, quantity=11))[1] for title in "ab"]
    one, two = records
    assert one.content_digest == two.content_digest
    assert len(every_row(RecordContent)) == before + 1
    assert one.own_record == two.own_record == ""
    assert one.own_inputs is None
    text = orjson.dumps(content(one), option=orjson.OPT_SORT_KEYS)
    assert hashlib.sha256(text).digest() == one.content_digest


def test_the_columns_of_a_record_are_told_without_reading_all_of_it(market):
    id = ready(market, priorities={"time": 10})
    _, stored = verified(market, id)
    names = ("inputs", "suitable", "best_quote", "findings")
    columns = [getattr(Verification, name) for name in names]
    with transactions.reading() as session:
        row = session.execute(sa.select(*columns).where(Verification.id == stored.id)).one()
    assert row._asdict() == {name: getattr(stored, name) for name in names}
    assert row.inputs == stored.content["inputs"]
    totals = {quote["contractor_id"]: quote["total"] for quote in stored.content["quotes"]}
    assert row.best_quote == totals[row.suitable[0]]
    assert set(row.suitable) == totals.keys()


def kept_whole(stored):
    """The next record of a process, as they were kept when each had all of it itself."""
    own = {"id": str(new_id()), "attempt": stored.attempt + 1}
    content = stored.content | own
    with transactions.writing() as session:
        row = Verification(
            id=UUID(own["id"]),
            process_id=stored.process_id,
            attempt=own["attempt"],
            verdict=stored.verdict,
            inputs_digest=stored.inputs_digest,
            catalogue_digest=stored.catalogue_digest,
            catalogue_version=stored.catalogue_version,
            own_inputs=stored.inputs,
            own_suitable=stored.suitable,
            own_best_quote=stored.best_quote,
            own_findings=stored.findings,
            own_record=canonical(content).decode(),
            digest=record.digest_of(content),
            answer_digest=stored.content_digest.hex(),
            started_at=stored.started_at,
            finished_at=stored.finished_at,
        )
        session.add(row)
        session.get_one(Process, stored.process_id).verification_id = row.id
    return row


def test_a_record_from_before_they_were_shared_is_read_as_it_was(market):
    id = ready(market)
    _, stored = verified(market, id)
    kept = kept_whole(stored)
    path = f"/processes/{id}/verifications"
    new, old = market.client.get(path).json["items"]
    own = {"id", "attempt", "digest", "stale_because", "stale"}
    assert {k: v for k, v in old.items() if k not in own} == {
        k: v for k, v in new.items() if k not in own
    }
    assert (old["id"], old["stale"], old["digest"]) == (str(kept.id), False, kept.digest)
    digested = market.client.get(f"{path}/2.json").data
    assert hashlib.sha256(digested).hexdigest() == kept.digest
    assert market.client.get(f"{path}/2.pdf").status_code == 200
    with transactions.reading() as session:
        assert [each.detail for each in consistency.examine(session, None, 1000).findings] == []
        read = session.get_one(Verification, kept.id)
        assert (read.inputs, read.suitable) == (stored.inputs, stored.suitable)
        assert verified_quotes(session, [kept.id, stored.id]).keys() == {kept.id, stored.id}


def test_what_was_calculated_is_changed_by_nobody_and_found_when_it_is(market):
    _, stored = verified(market, ready(market))
    of_it = RecordContent.digest == stored.content_digest
    for statement, refusal in (
        (sa.update(RecordContent).where(of_it).values(content=b""), "never changed"),
        (sa.delete(RecordContent).where(of_it), "(?i)foreign key"),
    ):
        with pytest.raises(sa.exc.DBAPIError, match=refusal), transactions.writing() as session:
            session.execute(statement)
    cheaper = stored.shared.content
    other = shared_record.deflated(
        shared_record.inflated(cheaper).replace(b'"quantity":5', b'"quantity":4')
    )
    for kept, words in (
        (other, "what it has calculated is not what it was"),
        (other[:-5], "it cannot be read"),
    ):
        with transactions.writing() as session:
            lift_guards(session, "record_contents")
            session.execute(sa.update(RecordContent).where(of_it).values(content=kept))
        with transactions.reading() as session:
            found = [each.detail for each in consistency.examine(session, None, 1000).findings]
        assert any(words in detail for detail in found), found
    with transactions.writing() as session:
        session.execute(sa.update(RecordContent).where(of_it).values(content=cheaper))
    with transactions.reading() as session:
        assert consistency.examine(session, None, 1000).findings == []


def test_what_no_record_refers_to_goes_after_a_day(market):
    verified(market, ready(market))
    kept = {row.digest for row in every_row(RecordContent)}
    columns = {
        c.name: getattr(every_row(RecordContent)[0], c.name) for c in RecordContent.__table__.c
    }
    for digest, age in ((b"o" * 32, timedelta(days=2)), (b"n" * 32, timedelta(hours=1))):
        with transactions.writing() as session:
            session.add(
                RecordContent(**columns | {"digest": digest, "created_at": clock.now() - age})
            )
    later = clock.now() + timedelta(days=1, minutes=-1)
    with transactions.writing() as session:
        assert record_contents.delete_unused(session, clock.now(), 1000) == 1
    assert {row.digest for row in every_row(RecordContent)} == kept | {b"n" * 32}
    with transactions.writing() as session:
        assert record_contents.delete_unused(session, later, 1000) == 1
    assert {row.digest for row in every_row(RecordContent)} == kept


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
