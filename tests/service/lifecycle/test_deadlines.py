"""Proves that what is due is done once: moves, reminders, the end of visitors' drafts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from service import clock
from service.access.actor import ActingParty
from service.database import transactions
from service.database.models import (
    Audience,
    Event,
    Membership,
    Organization,
    Process,
    Project,
    Request,
    Role,
    User,
    Verification,
)
from service.ids import new_id
from service.lifecycle import transitions
from service.orders import expiry
from service.sourcing import offers, requests
from service.sourcing.answer_fields import NewOffer, OfferedPrice
from tests.support.callers import publish
from tests.support.worlds.workplace import change, moves_of, opened, process
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.request import RequestState

LONG_AGO = timedelta(days=400)


@pytest.fixture
def place(database_url, tmp_path, monkeypatch):
    with opened(database_url, "redis://127.0.0.1:1", tmp_path, monkeypatch) as place:
        yield place


def in_state(place, state, due_ago=timedelta(seconds=1), **values):
    """A process as if it had come to `state` long ago, with a deadline that has just passed."""
    [made] = place.order(verify=False)
    since = clock.now() - LONG_AGO
    due_at = clock.now() - due_ago
    change([made], state=ProcessState(state), state_since=since, due_at=due_at, **values)
    return made


def ask(place, process_id, *answers_due):
    """Requests that were dispatched, one per time by which an answer is due."""
    record = Verification(
        id=new_id(),
        process_id=process_id,
        attempt=1,
        verdict="pass",
        inputs_digest="",
        catalogue_digest="",
        own_suitable=[],
        own_record="{}",
        digest="",
        started_at=clock.now(),
        finished_at=clock.now(),
    )
    with transactions.writing() as session:
        session.add(record)
        session.flush()
        for contractor_id, due in zip(place.shop.contractor_ids, answers_due, strict=False):
            session.add(request(place, process_id, record.id, contractor_id, due))
            session.flush()


def request(place, process_id, verification_id, contractor_id, answer_by):
    request_id = new_id()
    return Request(
        id=request_id,
        number=request_id.hex[-12:],
        process_id=process_id,
        round=1,
        project_id=place.shop.project_id,
        contractor_id=contractor_id,
        verification_id=verification_id,
        state=RequestState.DISPATCHED,
        own_quote={"total": {"amount": "100.00", "currency": "EUR"}, "lines": []},
        idempotency_key=request_id.hex,
        answer_by=answer_by,
    )


def requests_of(process_id):
    with transactions.reading() as session:
        query = sa.select(Request).where(Request.process_id == process_id).order_by(Request.id)
        return list(session.scalars(query))


def reminders():
    publish()
    with transactions.reading() as session:
        query = sa.select(Event.process_id, Audience.party_id).join(
            Audience, Audience.event_id == Event.id
        )
        return set(session.execute(query.where(Event.type == "process.reminder")))


def test_quotes_that_nobody_used_expire(place):
    verified = in_state(place, "verified")
    assert expiry.fire_due(clock.now()) == 1
    assert process(verified).state is ProcessState.DRAFT
    assert moves_of(verified)[-1] == "quotes_expire"


def test_a_deadline_that_is_not_due_yet_does_nothing(place):
    verified = in_state(place, "verified", due_ago=timedelta(seconds=-5))
    assert expiry.fire_due(clock.now()) == 0
    assert expiry.fire_due(clock.now() + timedelta(seconds=6)) == 1
    assert process(verified).state is ProcessState.DRAFT


def test_a_delivery_that_nobody_disputed_completes_and_wakes_its_successors(place):
    delivered = in_state(place, "delivered")
    expiry.fire_due(clock.now())
    assert process(delivered).state is ProcessState.COMPLETED


def test_a_visitors_draft_is_deleted(place):
    draft = in_state(place, "draft")
    with transactions.writing() as session:
        session.execute(sa.update(Project).values(client_id=None, visitor_id=new_id()))
    expiry.fire_due(clock.now())
    assert process(draft).deleted_at is not None
    assert expiry.fire_due(clock.now()) == 0


def test_the_client_is_reminded_once_of_what_waits_for_them(place):
    failed = in_state(place, "verification_failed")
    assert expiry.fire_due(clock.now()) == 1
    assert expiry.fire_due(clock.now()) == 0
    assert reminders() == {(failed, place.shop.client.party_id)}
    assert process(failed).state is ProcessState.VERIFICATION_FAILED
    assert process(failed).reminded_at is not None


def test_both_sides_are_reminded_of_a_production_that_is_late(place):
    contractor = place.shop.contractor_ids[0]
    late = in_state(place, "in_production", contractor_id=contractor)
    expiry.fire_due(clock.now())
    assert reminders() == {(late, place.shop.client.party_id), (late, contractor)}


def test_operators_are_asked_about_an_old_dispute_and_nobody_beside_them_hears(place):
    operator, other = (
        User(id=new_id(), email=f"{n}@x.example", name=n, password_hash="", is_operator=n == "op")
        for n in ("op", "other")
    )
    alone, together = (Organization(id=new_id(), name=name) for name in ("alone", "together"))
    with transactions.writing() as session:
        session.add_all([operator, other, alone, together])
        session.flush()
        for organization, user in ((alone, operator), (together, operator), (together, other)):
            role = Role(id=new_id(), organization_id=organization.id, name=user.name, rights=[])
            session.add(role)
            session.flush()
            session.add(
                Membership(user_id=user.id, organization_id=organization.id, role_id=role.id)
            )
    disputed = in_state(place, "disputed")
    expiry.fire_due(clock.now())
    assert reminders() == {(disputed, alone.id)}


def test_when_the_window_closes_silent_requests_expire_and_the_process_is_declined(place):
    past = clock.now() - timedelta(seconds=1)
    sent = in_state(place, "sent")
    ask(place, sent, past, past)
    expiry.fire_due(clock.now())
    assert {request.state for request in requests_of(sent)} == {RequestState.EXPIRED}
    assert process(sent).state is ProcessState.DECLINED


def test_a_request_whose_time_is_not_over_says_when_to_look_again(place):
    past, later = clock.now() - timedelta(seconds=1), clock.now() + timedelta(hours=5)
    sent = in_state(place, "sent")
    ask(place, sent, past, later)
    expiry.fire_due(clock.now())
    assert [request.state.value for request in requests_of(sent)] == ["expired", "dispatched"]
    assert process(sent).state is ProcessState.SENT
    assert process(sent).due_at == later


def test_an_offer_binds_until_its_validity_is_over(place):
    sent = in_state(place, "sent")
    past, valid_until = clock.now() - timedelta(seconds=1), clock.now() + timedelta(days=3)
    ask(place, sent, past, past)
    offering_request = requests_of(sent)[0]
    contractor = ActingParty(Actor.CONTRACTOR, None, "shop", offering_request.contractor_id)
    with transactions.writing() as session:
        offers.offer(
            session,
            session.get(Request, offering_request.id),
            session.get(Process, sent),
            contractor,
            NewOffer(
                price=OfferedPrice(currency="EUR", amount=Decimal("90")),
                lead_time_days=5,
                valid_until=valid_until,
            ),
        )
    change([sent], due_at=past)
    expiry.fire_due(clock.now())
    assert [request.state.value for request in requests_of(sent)] == ["offered", "expired"]
    assert process(sent).due_at == valid_until
    expiry.fire_due(valid_until)
    assert requests_of(sent)[0].state is RequestState.EXPIRED
    assert process(sent).state is ProcessState.DECLINED


def test_a_question_that_nobody_answers_is_dropped_and_the_request_goes_on(place):
    sent = in_state(place, "sent")
    ask(place, sent, clock.now() + timedelta(hours=1))
    contractor = ActingParty(Actor.CONTRACTOR, None, "shop", requests_of(sent)[0].contractor_id)
    with transactions.writing() as session:
        request = session.get(Request, requests_of(sent)[0].id)
        requests.ask(session, request, session.get(Process, sent), contractor, "which side?")
    in_a_week = clock.now() + timedelta(days=7, seconds=1)
    expiry.fire_due(in_a_week)
    assert process(sent).state is ProcessState.SENT
    [request] = requests_of(sent)
    assert request.state is RequestState.ACKNOWLEDGED
    assert process(sent).due_at == request.answer_by > in_a_week
    assert moves_of(sent)[-1] == "drop_question"


def test_a_deadline_is_fired_once_by_two_sweeps_at_once(place):
    due = [in_state(place, "verified") for _ in range(6)]
    with ThreadPoolExecutor(2) as recoveries:
        fired = list(recoveries.map(expiry.fire_due, [clock.now()] * 2))
    assert sum(fired) <= len(due)
    assert sum(fired) + expiry.fire_due(clock.now()) == len(due)
    assert [moves_of(id).count("quotes_expire") for id in due] == [1] * len(due)


@pytest.mark.only_on("postgresql")  # SQLite has one writer
def test_a_deadline_that_somebody_is_moving_just_now_is_left_for_the_next_sweep(place):
    verified = in_state(place, "verified")
    with ThreadPoolExecutor(1) as elsewhere, transactions.writing() as session:
        session.get(Process, verified, with_for_update=True)
        assert elsewhere.submit(expiry.fire_due, clock.now()).result(timeout=5) == 0
    assert expiry.fire_due(clock.now()) == 1


def divide_by_zero(*_arguments):
    raise ZeroDivisionError


def be_refused_by_the_database(session, process):
    process.history_hash = None
    session.flush()


@pytest.mark.parametrize("fail", [divide_by_zero, be_refused_by_the_database])
def test_a_deadline_that_fails_does_not_hold_up_the_others(place, monkeypatch, fail):
    broken, good = in_state(place, "verified", due_ago=LONG_AGO), in_state(place, "verified")
    move = transitions.move

    def breaks(session, process, *arguments, **options):
        if process.id == broken:
            fail(session, process)
        return move(session, process, *arguments, **options)

    monkeypatch.setattr(transitions, "move", breaks)
    assert expiry.fire_due(clock.now()) == 1
    assert process(good).state is ProcessState.DRAFT
    assert process(broken).due_at > clock.now()


def test_a_deadline_stays_due_while_the_database_is_out_of_reach(place, monkeypatch):
    verified = in_state(place, "verified")

    def be_locked_out(*_arguments, **_options):
        raise OperationalError("", {}, Exception("database is locked"))

    with monkeypatch.context() as locked:
        locked.setattr(transitions, "move", be_locked_out)
        with pytest.raises(OperationalError):
            expiry.fire_due(clock.now())
    assert expiry.fire_due(clock.now()) == 1
    assert process(verified).state is ProcessState.DRAFT


def test_a_reminder_that_fails_is_put_off_and_brings_no_deadline_forward(place, monkeypatch):
    now = clock.now()
    reminded = in_state(place, "verified", due_ago=-LONG_AGO, remind_at=now)
    due_at = process(reminded).due_at
    with monkeypatch.context() as broken:
        broken.setattr(expiry, "_awaited", divide_by_zero)
        assert expiry.fire_due(now) == 0
    assert process(reminded).due_at == due_at
    assert expiry.fire_due(now) == 0
    assert expiry.fire_due(now + expiry.PUT_OFF) == 1
    assert {process_id for process_id, _ in reminders()} == {reminded}
