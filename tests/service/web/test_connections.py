"""What is set on a connection, and who is counted, without a network."""

import asyncio
import socket

import pytest

from service.api.http.server_contract import TooManyConnections
from service.settings import settings
from service.values.addresses import customer_of
from service.web import connections, server, transports
from service.web.connections import Connections, Patience

PATIENCE = Patience(head_s=1, bytes_per_s=1, over_s=1, rest_s=1)


class Watched:
    def __init__(self, fails=False):
        self.fails, self.looks = fails, 0

    def look(self, now):
        self.looks += 1
        if self.fails:
            raise LookupError("a bug")


@pytest.fixture
def trusting(monkeypatch, tmp_path):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    monkeypatch.setenv("WERKBANK_TRUSTED_PROXIES", "10.0.0.0/8")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_body_of_an_answer_does_not_wait_until_its_head_is_confirmed():
    with socket.socket() as connection:
        transports.prepare(connection)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_system_keeps_little_for_whoever_takes_nothing():
    if not hasattr(socket, "TCP_NOTSENT_LOWAT"):
        pytest.skip("this system has no such bound")
    with socket.socket() as connection:
        transports.prepare(connection)
        unsent = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT)
        assert unsent == transports.MOST_UNSENT


@pytest.mark.usefixtures("trusting")
def test_addresses_are_counted_and_trusted_proxies_are_not():
    all = Connections(PATIENCE, 2, 100)
    first, others = Watched(), [Watched() for _ in range(9)]
    assert all.admit(first, "192.0.2.1")
    assert all.admit(Watched(), "192.0.2.1")
    assert not all.admit(Watched(), "192.0.2.1")
    assert all.admit(Watched(), "192.0.2.2")
    all.leave(first, "192.0.2.1")
    assert all.admit(Watched(), "192.0.2.1")
    assert [all.admit(each, "10.0.0.1") for each in others] == [True] * 9
    all.leave(others[0], "10.0.0.1")


@pytest.mark.usefixtures("trusting")
def test_callers_behind_a_proxy_have_places():
    all = Connections(PATIENCE, 1, 100)
    all.take_place("192.0.2.1")
    with pytest.raises(TooManyConnections):
        all.take_place("192.0.2.1")
    all.take_place("192.0.2.2")
    all.give_back("192.0.2.1")
    all.take_place("192.0.2.1")


@pytest.mark.usefixtures("trusting")
def test_a_process_has_so_many_connections_whoever_has_them():
    all = Connections(PATIENCE, 10, 2)
    first = Watched()
    assert all.admit(first, "192.0.2.1")
    assert all.admit(Watched(), "192.0.2.2")
    assert not all.admit(Watched(), "192.0.2.3")
    all.leave(first, "192.0.2.1")
    assert all.admit(Watched(), "192.0.2.3")


@pytest.mark.usefixtures("trusting")
def test_all_are_looked_after_even_if_one_cannot_be(monkeypatch, capfd):
    monkeypatch.setattr(connections, "LOOK_S", 0)
    all = Connections(PATIENCE, 10, 10)
    broken, well, gone = Watched(fails=True), Watched(), Watched()
    for each in (broken, well, gone):
        all.admit(each, "192.0.2.1")
    all.pass_on(gone)

    async def look():
        looking = asyncio.create_task(all.look_after_all())
        while well.looks < 3:
            await asyncio.sleep(0)
        looking.cancel()

    asyncio.run(look())
    assert broken.looks >= 2
    assert gone.looks == 0


def test_streams_leave_connections_to_others(trusting, monkeypatch):
    monkeypatch.setenv("WERKBANK_MAX_STREAMS", "10000")
    settings.cache_clear()
    monkeypatch.setattr(server, "_allow_many_files", lambda: 1100)
    site = server.Site(None, settings())
    assert site._streams.all == 750
    monkeypatch.setenv("WERKBANK_MAX_STREAMS", "10")
    settings.cache_clear()
    assert server.Site(None, settings())._streams.all == 10


@pytest.mark.usefixtures("trusting")
def test_of_ipv6_the_network_of_a_customer_counts_as_one_address():
    all = Connections(PATIENCE, 2, 100)
    first, second, third = (f"2001:db8:1:2::{each:x}" for each in (1, 2, 0xFFFF))
    one = Watched()
    assert all.admit(one, first)
    assert all.admit(Watched(), second)
    assert not all.admit(Watched(), third)
    assert all.admit(Watched(), "2001:db8:1:3::1")
    all.leave(one, first)
    all.take_place(third)
    with pytest.raises(TooManyConnections):
        all.take_place(first)


@pytest.mark.parametrize(
    ("address", "customer"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_by_what_callers_are_counted(address, customer):
    assert customer_of(address) == customer
