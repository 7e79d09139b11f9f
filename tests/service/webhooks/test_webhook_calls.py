"""Calls of other people's servers: only where they may go, never longer or more than allowed."""

import socket
import ssl
import time

import pytest
import trustme

from service.values.addresses import networks
from service.webhooks.url_policy import BadTarget, WebhookTarget, place_of, resolve
from tasks.delivery import http_client
from tests.support.servers.mail_servers import crude_server
from tests.support.servers.receivers import drip, receiver

LOOPBACK = networks("127.0.0.0/8")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fec0::1]/",
        "https://[fd00::1]/",
        "https://10.0.0.1/",
        "https://172.16.5.5/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://shop.localhost/",
        "http://shop.example/",
        "http://93.184.215.14/",
        "ftp://shop.example/",
        "https:///hooks",
        "https://ada:secret@shop.example/",
        "https://shop.example/#part",
        "https://shop.example:99999/",
        "https://shop.example/a b",
        "javascript:alert(1)",
    ],
)
def test_a_url_that_may_not_be_called_is_refused(url):
    with pytest.raises(BadTarget):
        place_of(url)


def test_public_addresses_and_names_may_be_called_by_tls():
    for url in ("https://93.184.215.14:8443", "https://xn--bcher-kva.example"):
        assert place_of(url).tls
    assert place_of("https://shop.example/hooks?x=1") == WebhookTarget(
        True, "shop.example", 443, "/hooks?x=1"
    )


def test_what_the_operator_allows_may_be_called_also_without_tls():
    assert place_of("http://127.0.0.1:8080/", LOOPBACK).target == "127.0.0.1:8080"
    assert place_of("http://localhost:8080/", LOOPBACK).target == "localhost:8080"
    with pytest.raises(BadTarget):
        place_of("http://10.0.0.1/", LOOPBACK)


def named(monkeypatch, *answers):
    """Let names stand for other addresses each time they are asked for; how often they were."""
    asked = []

    def find(host, port, *_, **__):
        asked.append(host)
        addresses = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr("service.webhooks.url_policy.socket.getaddrinfo", find)
    return asked


@pytest.mark.parametrize("addresses", [["10.0.0.7"], ["93.184.215.14", "127.0.0.1"]])
def test_a_name_is_refused_if_any_of_its_addresses_is_private(monkeypatch, addresses):
    named(monkeypatch, addresses)
    with pytest.raises(BadTarget, match="no public address"):
        resolve(place_of("https://shop.example/"))
    answer = http_client.post("https://shop.example/", b"{}", {})
    assert answer.refused
    assert answer.status is None


def test_a_name_is_asked_for_once_so_that_it_cannot_change_after_it_was_checked(monkeypatch):
    with receiver() as shop:
        asked = named(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
        answer = http_client.post(f"http://shop.example:{shop.port}/", b"{}", {}, allowed=LOOPBACK)
    assert answer.accepted, answer
    assert asked == ["shop.example"]
    assert shop.got[0].headers["Host"] == f"shop.example:{shop.port}"


def test_a_redirect_is_not_followed():
    with receiver() as inner, receiver() as shop:
        shop.script = lambda *_: (307, {"Location": inner.url}, b"")
        answer = http_client.post(shop.url, b"{}", {}, allowed=LOOPBACK)
    assert answer.status == 307
    assert not answer.accepted
    assert "redirects are not followed" in answer.error
    assert inner.got == []


def test_of_a_huge_answer_only_the_beginning_is_read():
    with receiver() as shop:
        shop.script = lambda *_: (200, {}, b"x" * 5_000_000)
        answer = http_client.post(shop.url, b"{}", {}, allowed=LOOPBACK)
    assert answer.accepted
    assert len(answer.body) == http_client.MOST_READ


def call_crude(talk, scheme="http", **more):
    with crude_server(talk) as port:
        began = time.monotonic()
        url = f"{scheme}://127.0.0.1:{port}/"
        answer = http_client.post(url, b"{}", {}, allowed=LOOPBACK, **more)
        return answer, time.monotonic() - began


def test_a_server_that_drips_its_header_is_hung_up_on():
    answer, lasted_s = call_crude(lambda c, over: drip(c, over), at_most_s=0.5)
    assert answer.status is None
    assert answer.error == "no answer within 0.5 s"
    assert lasted_s < 5


def test_a_server_that_drips_its_handshake_is_hung_up_on():
    def talk(connection, over):
        connection.recv(1000)
        drip(connection, over, b"\x16\x03\x03\x40\x00")

    answer, lasted_s = call_crude(talk, "https", at_most_s=0.5)
    assert answer.status is None
    assert lasted_s < 5


def test_a_body_that_never_ends_does_not_spoil_the_status():
    def talk(connection, over):
        connection.recv(10_000)
        drip(connection, over, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")

    answer, lasted_s = call_crude(talk, at_most_s=0.5)
    assert answer.accepted
    assert lasted_s < 5


@pytest.mark.parametrize(
    "said", [b"", b"hello\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b"\x00" * 99]
)
def test_nonsense_is_a_failure_and_not_an_error_of_ours(said):
    answer, _ = call_crude(lambda c, over: c.recv(10_000) and c.sendall(said))
    assert answer.status is None
    assert answer.error


def test_nobody_listening_is_a_failure():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    answer = http_client.post(f"http://127.0.0.1:{port}/", b"{}", {}, allowed=LOOPBACK)
    assert answer.status is None
    assert "refused" in answer.error


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("7", 7),
        ("999999", 86400),
        ("soon", None),
        ("-3", None),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0),
    ],
)
def test_retry_after_is_heeded_within_bounds(said, waits):
    with receiver() as shop:
        shop.script = lambda *_: (429, {"Retry-After": said}, b"")
        answer = http_client.post(shop.url, b"{}", {}, allowed=LOOPBACK)
    assert answer.retry_after_s == waits


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def speaking_tls(authority, *names):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_certificate_must_be_of_the_name_and_of_somebody_we_trust(monkeypatch, authority):
    named(monkeypatch, ["127.0.0.1"])
    with receiver(tls=speaking_tls(authority, "shop.example")) as shop:
        call = {"body": b"{}", "headers": {}, "allowed": LOOPBACK}
        trust = trusting(authority)
        right = http_client.post(f"https://shop.example:{shop.port}/", **call, trust=trust)
        other = http_client.post(f"https://other.example:{shop.port}/", **call, trust=trust)
        unknown = http_client.post(f"https://shop.example:{shop.port}/", **call)
    assert right.accepted, right
    for answer in (other, unknown):
        assert answer.status is None
        assert "certificate verify failed" in answer.error
    assert len(shop.got) == 1
