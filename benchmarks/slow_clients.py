"""Measures what clients who take their time cost a customer: hundreds of each kind at once."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import orjson
from rich.console import Console
from rich.table import Table

from benchmarks import extras
from benchmarks.feed_readers import API, HOST
from benchmarks.feed_site import BenchmarkSite, create_owner, running_site

#: Bytes of the answer that some take slowly.
LARGE = 16 * 1024 * 1024
_POST = f"POST {API}/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
#: What each kind of client says before it goes to sleep.
KINDS = {
    "half a head": _POST,
    "half a body": f"{_POST}Content-Length: 1000\r\n\r\n{{",
    "half a chunk": f"{_POST}Transfer-Encoding: chunked\r\n\r\nff\r\n{{",
    "one request, then nothing": f"GET {API}/health/live HTTP/1.1\r\nHost: x\r\n\r\n",
}


@dataclass
class Customer:
    """Somebody who works meanwhile, and what it took them, in seconds."""

    port: int
    key: str

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """What is answered, on a new connection as a browser's first."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if path.endswith(".bin"):
            headers["Content-Type"] = "application/octet-stream"
        try:
            connection.request(method, API + path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise click.ClickException(f"{method} {path}: {answer.status} {text!r:.200}")
        return text

    def draft(self) -> str:
        """The id of a new process."""
        project = orjson.loads(self.ask("POST", "/projects", b'{"title": "Bracket"}'))["id"]
        process = self.ask("POST", f"/projects/{project}/processes", b'{"quantity": 2}')
        return str(orjson.loads(process)["id"])

    def times_s(self, rounds: int) -> tuple[list[float], list[float]]:
        """How long a look at the health and a new order took, each so many times."""
        health, orders = list[float](), list[float]()
        for _ in range(rounds):
            began = time.perf_counter()
            self.ask("GET", "/health/live")
            health.append(time.perf_counter() - began)
            began = time.perf_counter()
            self.draft()
            orders.append(time.perf_counter() - began)
        return health, orders


@click.command("slow-clients")
@click.option("--sockets", default=200, show_default=True, help="Slow clients of each kind.")
@click.option("--rounds", default=50, show_default=True, help="Orders of the customer each time.")
def slow_clients(sockets: int, rounds: int) -> None:
    """Order parts beside hundreds of clients who send or take something slowly, on PostgreSQL."""
    extras.package_folder("psutil")
    table = Table(title=f"A customer beside {sockets} slow clients of a kind, p50 / p99 in ms")
    for heading in ("kind", "/health/live", "project and process", "memory of the web process"):
        table.add_column(heading, justify="right")
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, running_site(Path(folder)) as site:
        customer = Customer(site.config.port, create_owner())
        customer.times_s(5)
        table.add_row("none", *_figures(site, customer, rounds))
        for kind, words in {**KINDS, "a large answer, not taken": _large(customer)}.items():
            with _sleeping(site.config.port, sockets, words.encode()):
                table.add_row(kind, *_figures(site, customer, rounds))
        table.add_row("none again", *_figures(site, customer, rounds))
    Console().print(table)


def _large(customer: Customer) -> str:
    """The request for a content that no buffer of the system takes whole."""
    path = f"/processes/{customer.draft()}/files/large.bin"
    file = orjson.loads(customer.ask("PUT", path, bytes(LARGE)))["id"]
    head = f"GET {API}/files/{file}/content HTTP/1.1\r\nHost: x\r\n"
    return f"{head}Authorization: Bearer {customer.key}\r\n\r\n"


@contextmanager
def _sleeping(port: int, number: int, words: bytes) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(number):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect((HOST, port))
            connection.sendall(words)
        yield


def _figures(site: BenchmarkSite, customer: Customer, rounds: int) -> tuple[str, str, str]:
    health, orders = customer.times_s(rounds)
    megabytes = site.web.memory_info().rss / 1e6
    return _ms(health), _ms(orders), f"{megabytes:.0f} MB"


def _ms(times_s: list[float]) -> str:
    ordered = sorted(times_s)
    return " / ".join(f"{ordered[int((len(ordered) - 1) * at)] * 1e3:.1f}" for at in (0.5, 0.99))
