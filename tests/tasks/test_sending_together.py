"""Requests that go out one after another: their facts are read at once, and are each one's own."""

import dataclasses
import zipfile
from contextlib import ExitStack
from unittest import mock

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import ContractorRow, Organization, Request
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify
from tasks import batches, send
from tasks import verify as verify_task
from tasks.channels.requests import dispatch_of, read_facts
from tests.support.orders import statements
from tests.support.worlds.workplace import (
    all_are,
    change,
    check_histories,
    opened,
    process,
)


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(dispatch, "TOGETHER_S", 600.0)  # however slow this machine is
    channels = ("inbox", "mail")
    with opened(
        database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch, channels=channels
    ) as place:
        send.channels.cache_clear()
        yield place
    send.channels.cache_clear()


@pytest.fixture
def mailed(place):
    """Four orders that are verified, of two contractors each, one of whom reads German."""
    with transactions.writing() as session:
        german = sa.update(Organization).where(
            Organization.id == place.shop.contractor_ids[1],
        )
        session.execute(german.values(language="de", country="JP"))
    first, *orders = place.order(5, contractors=2)
    verify.verify(first)
    for count, process_id in enumerate(orders, start=1):
        change([process_id], title=f"part {count}")
    verify.verify_all(orders)
    return orders


def claimed_of(process_ids):
    """What a worker claims together, and hands to nobody."""
    claimed = []

    def prepare(requests):
        claimed.extend(requests)
        raise NobodyThereError

    with pytest.raises(NobodyThereError):
        dispatch.send_all(process_ids, prepare)
    return claimed


class NobodyThereError(Exception):
    """The worker goes no further."""


def test_the_tasks_verify_and_send_what_waits_together(place, monkeypatch):
    monkeypatch.setattr(batches, "PATIENCE_S", 600.0)  # however slow this machine is
    measured, *orders = place.order(9)
    verify.verify(measured)
    with capture_logs() as logs, mock.patch.object(verify, "verify") as alone:
        verify_task.verify()
        send.send()
    assert all_are("sent", [measured, *orders])()
    assert not alone.called
    assert [log for log in logs if log["log_level"] != "info"] == []


def test_facts_that_are_read_together_are_those_of_each_alone(mailed):
    claimed = claimed_of(mailed)
    together = read_facts(claimed)
    assert len(together) == 8
    for outgoing in claimed:
        assert read_facts([outgoing]) == {outgoing.request_id: together[outgoing.request_id]}
    dossiers = [facts.assembled.dossier for facts in together.values()]
    assert len({dossier.number for dossier in dossiers}) == 8
    assert {dossier.process_title for dossier in dossiers} == {f"part {n}" for n in range(1, 5)}
    assert {(d.language, str(d.zone)) for d in dossiers} > {("de", "Asia/Tokyo")}
    assert len({facts.answer_url for facts in together.values()}) == 8


def test_facts_of_several_take_no_more_queries_than_those_of_one(mailed):
    claimed = claimed_of(mailed)
    with statements() as of_one:
        read_facts(claimed[:1])
    with statements() as of_all:
        read_facts(claimed)
    assert len(of_all) == len(of_one)


def test_who_was_claimed_and_not_delivered_waits_on_as_if_nobody_had_come(mailed):
    claimed_of(mailed)
    assert [process(id).attempts for id in mailed] == [0] * 4
    assert [process(id).lease_until for id in mailed] == [None] * 4
    assert dispatch.send_all(mailed, send.prepare).left == []
    assert all_are("sent", mailed)()
    assert len(list(settings().var("mail").glob("*.eml"))) == 8


def test_one_whose_facts_cannot_be_read_does_not_hold_up_the_others(mailed):
    wanted = process(mailed[-1]).configuration | {"wanted_date": "soon"}
    change(mailed[-1:], configuration=wanted)
    with capture_logs() as logs, pytest.raises(ValueError, match="soon"):
        dispatch.send_all(mailed, send.prepare)
    assert all_are("sent", mailed[:-1])()
    assert "soon" in process(mailed[-1]).last_error
    (entry,) = [log for log in logs if log["log_level"] == "warning"]
    assert "soon" in entry["error"]


def test_an_attempt_goes_on_with_those_before_it(mailed):
    (outgoing, *_) = claimed_of(mailed)
    before = {"at": "2026-11-30T09:00:00+00:00", "error": "451 later"}
    report = send.deliver(dataclasses.replace(outgoing, tries={"mail": [before]}))
    assert report["mail"]["attempts"] == 2
    assert report["mail"]["tries"][0] == before


def test_of_one_lot_some_go_to_inboxes_and_others_outside(place):
    by_mail, by_inbox = place.shop.contractor_ids[:2]
    with transactions.writing() as session:
        terms = sa.select(ContractorRow).where(ContractorRow.organization_id == by_inbox)
        row = session.scalars(terms).one()
        row.terms = row.terms | {"channels": ["inbox"]}
        mark_changed(session)
    first, *orders = place.order(5)
    change(orders[:2], choice=[str(by_inbox)])
    verify.verify(first)
    verify.verify_all(orders)
    claimed = claimed_of(orders)
    assert all_are("sent", orders[:2])()
    assert {contractor_of(outgoing) for outgoing in claimed} == {by_mail}
    assert dispatch.send_all(orders[2:], send.prepare).left == []
    assert all_are("sent", orders)()
    check_histories(orders)


def contractor_of(outgoing):
    with transactions.reading() as session:
        return session.get_one(Request, outgoing.request_id).contractor_id


def test_a_large_archive_is_packed_on_the_disk_and_closed_with_its_delivery(mailed, monkeypatch):
    monkeypatch.setattr("tasks.channels.requests.MOST_ATTACHED_BYTES", 1)
    outgoing, *_ = claimed_of(mailed)
    with ExitStack() as stack:
        archive = dispatch_of(outgoing, stack).documents.archive
        assert archive._rolled
        assert zipfile.is_zipfile(archive)
    assert archive.closed
