"""Workers that fail, freeze or die while they hold a lease."""

import pytest
import sqlalchemy as sa

from service import clock
from service.access.lookup import ProcessAccess
from service.catalogue import snapshot
from service.database import transactions
from service.database.models import (
    ContractorRow,
    Organization,
    Process,
    Project,
    Request,
    Verification,
)
from service.orders import actions
from service.sourcing import dispatch, requests
from service.verification import verify
from tests.support.worlds.workplace import (
    check_histories,
    moves_of,
    opened,
    passed,
    process,
    requests_of,
    rows_of,
)
from workflows.process import ProcessState


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(
        database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch, max_attempts=3
    ) as place:
        yield place


@pytest.fixture
def waiting(place):
    [waiting] = place.order()
    return waiting


def breaks(*_):
    raise ZeroDivisionError("bad data")


@pytest.mark.parametrize("step", ["verify", "send"])
def test_an_attempt_that_fails_in_its_first_step_is_counted(place, monkeypatch, step):
    [id] = place.order()
    if step == "send":
        verify.verify(id)
        monkeypatch.setattr(requests, "move", breaks)
    else:
        monkeypatch.setattr(snapshot, "everybody", breaks)

    def attempt():
        return verify.verify(id) if step == "verify" else dispatch.send(id, lambda outgoing: {})

    for number in (1, 2, 3):
        with pytest.raises(ZeroDivisionError):
            attempt()
        assert process(id).attempts == number
        passed(id)
    assert process(id).parked_at is not None
    assert attempt() is None


def test_a_worker_that_froze_past_its_lease_leaves_no_second_result(waiting, monkeypatch):
    calculate = verify.calculate

    def freezes(work):
        result = calculate(work)
        monkeypatch.setattr(verify, "calculate", calculate)
        passed(waiting)
        assert verify.verify(waiting) == "pass_verification"  # another worker meanwhile
        return result

    monkeypatch.setattr(verify, "calculate", freezes)
    assert verify.verify(waiting) is None
    assert moves_of(waiting).count("pass_verification") == 1
    assert len(rows_of(Verification, waiting)) == 1


@pytest.fixture
def shipping(place):
    """A process to be sent to two contractors by mail."""
    with transactions.writing() as session:
        for contractor in session.scalars(sa.select(ContractorRow)):
            contractor.terms = {**contractor.terms, "channels": ["inbox", "mail"]}
            organization = session.get(Organization, contractor.organization_id)
            organization.email = "shop@contractor.example"
            organization.email_verified_at = clock.now()
    [id] = place.order(contractors=2)
    verify.verify(id)
    return id


def test_after_a_crash_only_what_was_just_going_out_goes_out_again_under_its_key(shipping):
    delivered = []

    def crashes(outgoing):
        delivered.append(outgoing.idempotency_key)
        if len(delivered) == 2:
            raise ConnectionError("cut")
        return {"mail": {"delivered_at": "2026-11-23T10:00:00Z"}}

    with pytest.raises(ConnectionError):
        dispatch.send(shipping, crashes)
    assert dispatch.send(shipping, crashes) is None  # it pauses
    passed(shipping)
    assert dispatch.send(shipping, crashes) == "dispatched"
    assert len(delivered) == 3
    assert delivered[1] == delivered[2] != delivered[0]
    assert len(requests_of(shipping)) == 2
    check_histories([shipping])


def test_each_delivery_lets_the_lease_begin_anew(shipping):
    until = []

    def slow(outgoing):
        until.append(process(shipping).lease_until)
        return {}

    assert dispatch.send(shipping, slow) == "dispatched"
    assert until[1] > until[0]


def test_the_part_that_was_cancelled_while_it_went_out_stays_cancelled(place, shipping):
    asked = []

    def cancelled(outgoing):
        asked.append(outgoing)
        with transactions.writing() as session:
            row = session.get(Process, shipping, with_for_update=True)
            if row.state is ProcessState.SENDING:
                client = place.shop.client
                project = session.get(Project, row.project_id)
                actions.fire(session, ProcessAccess(row, project, client, (client,)), "cancel", {})
        return {}

    assert dispatch.send(shipping, cancelled) is None
    assert process(shipping).state is ProcessState.CANCELLED
    states = {request.state.value for request in rows_of(Request, shipping)}
    assert states == {"withdrawn"}
    assert len(asked) == 1  # nobody else is asked once the lease is lost
