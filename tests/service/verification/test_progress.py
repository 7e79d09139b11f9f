"""A long verification says how far it is, and keeps what it has finished."""

from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from service.database import transactions
from service.database.models import Analysis, Event, Process, Progress, WorkItem
from service.events import outbox
from service.files import analyses
from service.lifecycle import leases
from service.lifecycle.leases import Fenced, Lease
from service.manufacturing.geometry.stages import STAGES
from service.settings import settings
from service.verification import progress, verify
from tests.support import meshes
from tests.support.callers import publish
from tests.support.worlds import marketplace as markets
from workflows.process import ProcessState


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    monkeypatch.setattr(analyses, "SMALL_TRIANGLES", 13)
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market


@pytest.fixture
def talkative(monkeypatch):
    """Every stage is told, however soon it comes."""
    monkeypatch.setattr(progress, "EVERY_S", 0.0)


def draft(market, *contents):
    process = market.client.draft(quantity=5, material_id="pa12")
    for content in contents:
        market.client.upload(process, content, "part.stl", unit="mm")
    return process


def asked(market, *contents):
    """A process that is to be verified, with these files; its id."""
    process = draft(market, *contents)
    project_id = market.client.get(f"/processes/{process}").json["project_id"]
    market.client.post(f"/projects/{project_id}/verify", {"process_ids": [process]})
    return process


def large(size):
    return meshes.stl(meshes.torus(tube=size, steps=8))


def announced():
    publish()
    with transactions.reading() as session:
        query = sa.select(Event).where(Event.type == progress.EVENT).order_by(Event.position)
        return [event.data for event in session.scalars(query)]


def stored_analyses():
    with transactions.reading() as session:
        return {analysis.sha256 for analysis in session.scalars(sa.select(Analysis))}


def work_items(process):
    with transactions.reading() as session:
        query = sa.select(sa.func.count()).where(WorkItem.process_id == UUID(process))
        return session.scalar(query)


def lease_of(process):
    with transactions.writing() as session:
        return leases.claim(session, UUID(process), ProcessState.VERIFYING)


def test_every_stage_is_told_with_a_percentage_that_grows(market, talkative):
    assert verify.verify(UUID(asked(market, large(9)))) == "pass_verification"
    assert [data["stage"] for data in announced()] == list(STAGES)
    percents = [data["percent"] for data in announced()]
    assert percents == sorted(percents)
    assert percents[0] == 0
    assert 50 < percents[-1] < 100
    assert {data["file"] for data in announced()} == {"part.stl"}


def test_the_client_hears_of_it_and_nobody_else(market, talkative):
    verify.verify(UUID(asked(market, large(9))))
    with transactions.writing() as session:
        while outbox.publish(session):
            pass
    types = "/events?after=0&types=process.verification_progress"
    heard = market.client.get(types).json["items"]
    assert [event["data"] for event in heard] == announced()
    assert heard[0]["actor"]["role"] == "system"
    for contractor in list(market.contractors.values())[:1]:
        assert contractor.enter().get(types).json["items"] == []


def test_reports_come_no_oftener_than_once_a_second(market, monkeypatch):
    moments = iter([100.0, 100.2, 101.1, 101.9, 102.2])
    monkeypatch.setattr(progress, "monotonic", lambda: next(moments))
    lease = lease_of(asked(market, large(9)))
    report = progress.Reporter(lease, "part.stl", 0.0, 1.0)
    for stage in ("reading", "hull", "bodies", "walls"):
        report(stage)
    assert [data["stage"] for data in announced()] == ["hull", "walls"]


def test_a_quick_part_is_not_told_of(market):
    assert verify.verify(UUID(asked(market, meshes.cube_stl()))) == "pass_verification"
    assert announced() == []


def test_the_process_shows_it_while_it_runs_and_no_longer(market, monkeypatch, talkative):
    process, seen = asked(market, large(9)), []
    tell = progress.tell

    def watched(session, *more):
        tell(session, *more)
        session.commit()
        seen.append(market.client.get(f"/processes/{process}").json["progress"])

    monkeypatch.setattr(progress, "tell", watched)
    assert market.client.get(f"/processes/{process}").json["progress"] is None
    verify.verify(UUID(process))
    assert [shown["stage"] for shown in seen] == list(STAGES)
    assert market.client.get(f"/processes/{process}").json["progress"] is None


def test_an_earlier_attempt_is_not_shown_as_this_one(market, talkative):
    process = asked(market, large(9))
    progress.Reporter(lease_of(process), "part.stl", 0.0, 1.0)("walls")
    assert market.client.get(f"/processes/{process}").json["progress"]["percent"] == 66
    with transactions.writing() as session:
        session.execute(sa.update(Process).values(lease_until=None))
    lease_of(process)
    assert market.client.get(f"/processes/{process}").json["progress"] is None


def test_who_has_lost_the_lease_is_told_to_stop_and_tells_nothing(market, talkative):
    process = asked(market, large(9))
    report = progress.Reporter(lease_of(process), "part.stl", 0.0, 1.0)
    market.client.patch(f"/processes/{process}", {"quantity": 6})
    with pytest.raises(Fenced, match="no longer ours"):
        report("walls")
    assert announced() == []


def test_a_change_meanwhile_ends_the_analysis(market, monkeypatch, talkative):
    process = asked(market, large(9))
    tell = progress.tell

    def changed_first(*all):
        market.client.patch(f"/processes/{process}", {"quantity": 6})
        tell(*all)

    monkeypatch.setattr(progress, "tell", changed_first)
    assert verify.verify(UUID(process)) is None
    assert stored_analyses() == set()
    assert market.client.get(f"/processes/{process}").json["state"] == "draft"


@pytest.mark.only_on("postgresql")  # SQLite has one lock only
def test_a_report_takes_no_lock_on_the_process(market, talkative):
    """Whoever holds the row, as a client does who changes it, makes no report wait."""
    process = asked(market, large(9))
    lease = lease_of(process)
    with transactions.writing() as holder:
        holder.get(Process, UUID(process), with_for_update=True)
        with transactions.writing() as session:
            session.execute(sa.text("SET LOCAL lock_timeout = '500ms'"))
            progress.tell(session, lease, "part.stl", "walls", 60)
    assert [data["percent"] for data in announced()] == [60]


def test_a_report_that_cannot_be_written_does_not_end_the_work(market, monkeypatch, talkative):
    def fail(*all):
        raise OperationalError("insert", {}, Exception("the disk is full"))

    monkeypatch.setattr(progress, "tell", fail)
    assert verify.verify(UUID(asked(market, large(9)))) == "pass_verification"


@pytest.mark.one_database
def test_each_large_file_is_kept_when_it_is_finished_and_has_an_attempt_of_its_own(market):
    process = asked(market, large(9), large(8), large(7))
    before = work_items(process)
    for finished in (1, 2):
        assert verify.verify(UUID(process)) is None
        assert len(stored_analyses()) == finished
        assert work_items(process) == before + finished
    assert verify.verify(UUID(process)) == "pass_verification"
    assert len(stored_analyses()) == 3
    with transactions.reading() as session:
        assert session.get_one(Process, UUID(process)).attempts == 0


@pytest.mark.one_database
def test_an_attempt_that_breaks_loses_one_file_only(market, monkeypatch):
    process = asked(market, large(9), large(8))
    assert verify.verify(UUID(process)) is None
    (first,) = stored_analyses()
    apart, fails = analyses.analyse_apart, [True]

    def breaking(path, *more):
        if fails.pop():
            raise MemoryError
        return apart(path, *more)

    monkeypatch.setattr(analyses, "analyse_apart", breaking)
    with pytest.raises(MemoryError):
        verify.verify(UUID(process))
    assert stored_analyses() == {first}
    with transactions.writing() as session:
        session.execute(sa.update(Process).values(not_before=None))
    fails.append(False)
    assert verify.verify(UUID(process)) == "pass_verification"
    assert fails == []


@pytest.mark.one_database
def test_the_percentage_counts_the_files_before(market, talkative):
    process = asked(market, large(9), large(8), large(7))
    for _ in range(3):
        verify.verify(UUID(process))
    percents = [data["percent"] for data in announced()]
    assert percents == sorted(percents)
    assert percents[len(STAGES)] == 33
    assert percents[2 * len(STAGES)] == 66


@pytest.mark.one_database
def test_a_file_that_takes_too_long_does_not_hide_what_is_wrong_with_another(market, monkeypatch):
    process = asked(market, large(9), large(8), meshes.cube_stl())
    apart, stopped = analyses.analyse_apart, []

    def stopping(path, limits, bounds, reached):
        if not stopped:
            stopped.append(path)
            bounds = replace(bounds, timeout_s=0.01)
        return apart(path, limits, bounds, reached)

    monkeypatch.setattr(analyses, "analyse_apart", stopping)
    assert verify.verify(UUID(process)) == "fail_verification"
    record = market.client.get(f"/processes/{process}/verification").json
    measured = {file["sha256"]: "error" not in file for file in record["geometry"]}
    assert sorted(measured.values()) == [False, True, True]
    assert not measured[stopped[0].name]  # contents lie under their SHA-256
    assert stored_analyses() == measured.keys() - {stopped[0].name}


@pytest.mark.one_database
def test_once_some_files_took_too_long_no_more_are_looked_at(market, monkeypatch):
    many = [large(number) for number in (9, 8, 7, 6)]
    process = asked(market, *many, meshes.cube_stl())
    monkeypatch.setattr(settings(), "analysis_timeout_s", 0.01)
    assert verify.verify(UUID(process)) == "fail_verification"
    checks = market.client.get(f"/processes/{process}/verification").json["checks"]
    unread = [check for check in checks if check["check"] == "readable"]
    assert [check["value"] for check in unread] == ["too-much-work"] * 3 + ["not-measured"]
    assert {"closed", "volume"} <= {check["check"] for check in checks}  # of what could be measured
    assert "because 3 other files took too much" in unread[3]["reason"]
    assert len(stored_analyses()) == 1


def test_a_lease_of_another_state_is_not_ours(market, talkative):
    process = asked(market, large(9))
    lease = lease_of(process)
    foreign = Lease(lease.process_id, ProcessState.SENDING, lease.token, lease.attempt)
    with pytest.raises(Fenced), transactions.writing() as session:
        progress.tell(session, foreign, "part.stl", "walls", 60)
    with transactions.reading() as session:
        assert session.scalars(sa.select(Progress)).all() == []
