"""Proves that what a transaction leaves to be announced is kept whole, and in order."""

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import DBAPIError

from service.access.actor import SYSTEM
from service.database import migrations, transactions
from service.database.models import Audience, Event, FurtherParty, OutboxEvent, Project, WorkItem
from service.database.transaction import add_row
from service.events import outbox, visibility
from service.ids import new_id
from service.lifecycle import work_queue

HERE, THERE = new_id(), new_id()


@pytest.fixture(autouse=True)
def connected(database_url):
    transactions.connect(database_url)
    yield database_url
    transactions.disconnect()


def announce(process_id, version, **more):
    with transactions.writing() as session:
        outbox.announce(
            session,
            "process.updated",
            actor=SYSTEM,
            parties=[HERE, THERE],
            process_id=process_id,
            data={"version": version},
            **more,
        )


def published():
    with transactions.writing() as session:
        outbox.publish(session)
    with transactions.reading() as session:
        return list(session.scalars(sa.select(Event).order_by(Event.position)))


def test_the_events_of_a_process_are_in_order_whatever_the_clocks_of_their_writers_say(monkeypatch):
    early, late = new_id(), new_id()
    process_id = new_id()
    for version, id in ((2, late), (3, early)):  # the clock of the first writer runs ahead
        monkeypatch.setattr(outbox, "new_id", lambda id=id: id)
        announce(process_id, version)
    assert [event.data["version"] for event in published()] == [2, 3]


def test_positions_go_on_beyond_32_bits():
    announce(new_id(), 1)
    announce(new_id(), 2)
    before = published()[-1]
    with transactions.writing() as session:
        session.get(Event, before.id).position = 2**31
    announce(new_id(), 3)
    assert [event.position for event in published()][-2:] == [2**31, 2**31 + 1]


def test_everybody_who_may_hear_an_event_hears_it_at_its_position():
    announce(new_id(), 1)
    announce(new_id(), 1)
    positions = {event.id: event.position for event in published()}
    with transactions.reading() as session:
        rows = session.execute(sa.select(Audience.event_id, Audience.party_id, Audience.position))
        heard = {tuple(row) for row in rows}
        assert session.scalars(sa.select(OutboxEvent)).all() == []
    assert heard == {(id, who, positions[id]) for id in positions for who in (HERE, THERE)}


def heard():
    """By event the parties that may see it, each as often as they would be told."""
    with transactions.reading() as session:
        rows = session.execute(sa.select(Audience.event_id, Audience.party_id))
        return sorted((id, party) for id, party in rows if party)


def announce_to(*parties, project_id=None):
    with transactions.writing() as session:
        outbox.announce(
            session, "process.updated", actor=SYSTEM, parties=parties, project_id=project_id
        )


def test_the_usual_right_of_an_event_takes_no_place_and_is_asked_of_its_readers():
    announce(HERE, 1)
    announce(HERE, 2, right="organization:read")
    usual, other = published()
    assert [each.stored_right for each in (usual, other)] == ["", "organization:read"]
    assert [each.right for each in (usual, other)] == ["processes:read", "organization:read"]
    for rights, ids in (
        ({"processes:read"}, [usual.id]),
        ({"organization:read"}, [other.id]),
        ({"processes:read", "organization:read"}, [usual.id, other.id]),
        ((), []),
    ):
        query = sa.select(Event.id).where(Event.is_read_with(rights)).order_by(Event.position)
        with transactions.reading() as session:
            assert list(session.scalars(query)) == ids
            of_right = sa.select(Event.id).where(Event.right.in_(rights)).order_by(Event.position)
            assert list(session.scalars(of_right)) == ids


def test_only_further_parties_of_an_event_have_a_row_of_their_own():
    announce_to(HERE)
    announce_to(THERE, HERE)
    announce_to()
    one, two, nobodys = published()
    assert heard() == sorted([(one.id, HERE), (two.id, HERE), (two.id, THERE)])
    assert (one.party_id, two.party_id, nobodys.party_id) == (HERE, HERE, None)
    with transactions.reading() as session:
        further = session.scalars(sa.select(FurtherParty)).all()
        assert [(each.event_id, each.party_id) for each in further] == [(two.id, THERE)]
        parties = [set(each.parties) for each in visibility.published(session, 0, 10)]
    assert parties == [{HERE}, {HERE, THERE}, set()]


@pytest.mark.parametrize(("giver", "taker"), [(HERE, THERE), (THERE, HERE)])
@pytest.mark.parametrize("parties", [(HERE,), (THERE,), (HERE, THERE)])
def test_whoever_takes_projects_over_sees_each_of_their_events_once(parties, giver, taker):
    with transactions.writing() as session:
        project = Project(id=new_id(), title="", visitor_id=giver)
        session.add(project)
    announce_to(*parties, project_id=project.id)
    [event] = published()
    with transactions.writing() as session:
        outbox.hand_over(session, [project.id], giver, taker)
    of_taker = [(event.id, taker)] if giver in parties or taker in parties else []
    assert [each for each in heard() if each[1] == taker] == of_taker


def test_events_whose_parties_all_have_rows_are_heard_as_before(connected):
    announce_to(HERE, THERE)
    [event] = published()
    command.downgrade(migrations.config(connected), "0066")
    command.upgrade(migrations.config(connected), "head")
    assert heard() == sorted([(event.id, HERE), (event.id, THERE)])
    with transactions.reading() as session:
        [before] = visibility.published(session, 0, 10)
    assert set(before.parties) == {HERE, THERE}


def test_what_a_transaction_has_collected_can_be_read_in_it_and_is_written_at_its_end():
    with transactions.writing() as session:
        work_queue.enqueue(session, "verify", HERE)
        assert session.scalars(sa.select(WorkItem.process_id)).all() == [HERE]
        work_queue.enqueue(
            session, "send", THERE
        )  # no object has changed: the collected rows are all there is
    with transactions.reading() as session:
        enqueued = session.scalars(sa.select(WorkItem.process_id).order_by(WorkItem.id)).all()
    assert enqueued == [HERE, THERE]


def test_a_trial_keeps_nothing_that_was_collected():
    with transactions.trying() as session:
        work_queue.enqueue(session, "verify", HERE)
    with transactions.reading() as session:
        assert session.scalars(sa.select(WorkItem)).all() == []


@pytest.mark.only_on("postgresql")  # SQLite knows no lengths
def test_a_text_that_is_too_long_is_refused_and_not_cut_off():
    row = {"task": "v" * 21, "process_id": HERE, "created_at": outbox.clock.now()}
    with pytest.raises(DBAPIError, match="too long"), transactions.writing() as session:
        add_row(session, WorkItem, row)


def test_events_that_waited_through_the_change_to_an_outbox_are_published(connected):
    announce(HERE, 1)
    announce(HERE, 2)
    command.downgrade(migrations.config(connected), "0006")
    command.upgrade(migrations.config(connected), "head")
    assert [event.data["version"] for event in published()] == [1, 2]
    with transactions.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Audience)) == 4
