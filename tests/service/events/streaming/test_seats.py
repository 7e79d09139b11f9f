"""How many streams a party and an address may have, and which are kept for users."""

from contextlib import suppress

import pytest

from service.events.streaming.seats import Seat, SeatBounds, Seats, StreamsFull, TooManyStreams
from service.ids import new_id
from tests.support.callers import site, user, visitor
from tests.support.servers.streaming import Stream, listening, serving

HERE, THERE = "192.0.2.1", "192.0.2.2"


def a_user(address=HERE, party=None):
    return Seat(party or new_id(), address, is_user=True)


def a_visitor(address=HERE):
    return Seat(new_id(), address, is_user=False)


def unidentified(address=HERE):
    return Seat(None, address, is_user=False)


def opened(seats, *wanted):
    """Those that there was room for, now taken."""
    taken = []
    for seat in wanted:
        with suppress(StreamsFull, TooManyStreams):
            seats.check_room(seat)
            seats.take(seat)
            taken.append(seat)
    return taken


def test_visitors_and_the_unidentified_leave_half_of_all_to_users():
    seats = Seats(SeatBounds(10))
    strangers = [each() for _ in range(5) for each in (a_visitor, unidentified)]
    assert len(opened(seats, *strangers)) == 5
    with pytest.raises(StreamsFull, match="kept for users"):
        seats.check_room(a_visitor())
    assert len(opened(seats, *[a_user() for _ in range(9)])) == 5
    with pytest.raises(StreamsFull, match="10 event streams are open"):
        seats.check_room(a_user())
    seats.give_back(strangers[0])
    seats.check_room(a_visitor())


def test_where_there_is_one_seat_anybody_may_have_it():
    assert opened(Seats(SeatBounds(1)), a_visitor(), a_visitor()) != []


def test_a_party_has_so_many_wherever_it_is():
    seats, party = Seats(SeatBounds(100, of_party=2)), new_id()
    mine = [a_user(address, party) for address in (HERE, THERE, HERE)]
    assert opened(seats, *mine) == mine[:2]
    assert len(opened(seats, *[a_user() for _ in range(5)])) == 5
    seats.give_back(mine[0])
    assert opened(seats, mine[2]) == [mine[2]]


def test_an_address_has_so_many_whoever_is_there():
    seats = Seats(SeatBounds(100, from_address=2))
    assert len(opened(seats, a_user(), a_visitor(), unidentified(), a_user())) == 2
    assert len(opened(seats, a_user(THERE))) == 1


def test_without_a_bound_there_is_none():
    assert len(opened(Seats(SeatBounds(100)), *[a_user(party=new_id()) for _ in range(99)])) == 99


def test_who_has_left_is_not_remembered():
    seats = Seats(SeatBounds(10))
    for seat in opened(seats, a_user(), a_visitor(), unidentified()):
        seats.give_back(seat)
    assert (seats.open, seats._strangers, dict(seats._of)) == (0, 0, {})


@pytest.mark.one_database
@pytest.mark.parametrize("bound", ["streams_per_party", "streams_per_address"])
def test_one_stream_more_is_429_and_says_how_many_there_may_be(
    database_url, monkeypatch, tmp_path, bound
):
    with site(database_url, monkeypatch, tmp_path, **{bound: 1}) as application:
        ada = user(application, "Ada")
        with serving(application) as server, listening(server, ada) as first:
            assert first.block()
            refused = Stream(server.port, ada)
            assert refused.answer.status == 429
            assert refused.answer.headers["Retry-After"]
            assert b"1 event streams" in refused.answer.read()
            refused.close()


@pytest.mark.one_database
def test_a_visitor_with_streams_leaves_one_to_a_user(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path, max_streams=2) as application:
        ada, guest = user(application, "Ada"), visitor(application)
        with serving(application) as server, listening(server, guest) as first:
            assert first.block()
            refused = Stream(server.port, guest)
            assert refused.answer.status == 503
            refused.close()
            with listening(server, ada) as second:
                assert second.block()


def test_an_address_of_ipv6_is_counted_with_its_network():
    seats = Seats(SeatBounds(100, from_address=2))
    near = [a_user(f"2001:db8:1:2::{each}") for each in (1, 2, 3)]
    far = a_user("2001:db8:1:3::1")
    assert opened(seats, *near, far) == [*near[:2], far]
    seats.give_back(near[0])
    assert opened(seats, near[2]) == [near[2]]
