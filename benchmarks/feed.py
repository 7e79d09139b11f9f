"""Measures how soon thousands of readers receive an event, and what that costs everybody else."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import click
import orjson
from rich.console import Console
from rich.table import Table

from benchmarks import extras
from benchmarks.feed_readers import API, HOST, now
from benchmarks.feed_site import BenchmarkSite, create_people, running_site
from service.access.actor import ActingParty
from service.database import transactions
from service.events import feed, outbox
from service.events.streaming.broadcaster import PATIENCE_S
from workflows.actors import Actor

#: What is aimed at: seconds, bytes, and times the API's latency without readers.
AIM_S, AIM_BYTES, AIM_TIMES = 0.15, 60_000, 1.2
#: Requests a second with which the API's latency is looked at.
ASKS_PER_S = 20.0
#: Seconds for opening all streams, and for the last events to arrive.
OPENING_S, SETTLING_S = 300.0, 3.0
SOMEBODY = ActingParty(Actor.SYSTEM, None, "Bench")


@dataclass
class FeedFigures:
    """What came out."""

    delays_s: list[float] = field(default_factory=list)
    expected: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    cut_off: int = 0
    has_died: bool = False
    late_s: list[float] = field(default_factory=list)
    opening_s: float = 0.0
    bytes_each: float = 0.0
    web_cpu: float = 0.0
    alone_s: list[float] = field(default_factory=list)
    beside_s: list[float] = field(default_factory=list)


@click.command("feed")
@click.option("--readers", default=2000, show_default=True, help="Readers of each kind.")
@click.option("--rate", default=100, show_default=True, help="Events a second.")
@click.option("--heard-by", default=40, show_default=True, help="Readers that each event is for.")
@click.option("--seconds", default=20, show_default=True, help="Seconds of each measurement.")
@click.option("--apart", is_flag=True, help="Hold the streams in a web process of their own.")
@click.option("--niceness", default=0, show_default=True, help="By how much that one stands back.")
def feed_benchmark(
    readers: int, rate: int, heard_by: int, seconds: int, apart: bool, niceness: int
) -> None:
    """Follow the feed with thousands of SSE and WebSocket readers, on PostgreSQL.

    Everything runs on this machine, the readers too. An event is late from just before its commit
    to when a reader has it. The API's latency is that of GET /projects, while events are written
    in both cases: without readers, with them, and without them again. With --apart the readers are
    at another web process than the API, as a proxy can send them to.
    """
    extras.package_folder("psutil")
    measured = FeedFigures()
    with TemporaryDirectory(prefix="werkbank-bench-") as folder, ExitStack() as stack:
        site = stack.enter_context(running_site(Path(folder), apart=apart, niceness=niceness))
        parties, keys = create_people(2 * readers, heard_by)
        key = keys[0][1]
        _show("measuring without readers")
        measured.alone_s += _under_load(site, key, parties, rate, seconds)
        before = site.web.memory_info().rss
        began = time.monotonic()
        _show(f"opening {2 * readers} streams")
        clients = [
            stack.enter_context(_clients(site, kind, keys[n::2]))
            for n, kind in enumerate(("sse", "ws"))
        ]
        for client in clients:
            measured.refused += Counter(_answer_of(client)["broken"])
        measured.opening_s = time.monotonic() - began
        measured.bytes_each = (site.web.memory_info().rss - before) / (2 * readers)
        _show("measuring with readers")
        _measure(measured, site, key, parties, rate, seconds, clients, keys)
        _show("measuring without readers again")
        measured.alone_s += _under_load(site, key, parties, rate, seconds)
    Console().print(_table(measured, readers, rate, heard_by))
    for sentence in _words(measured):
        click.echo(sentence)


def _measure(
    measured: FeedFigures,
    site: "BenchmarkSite",
    key: str,
    parties: list[UUID],
    rate: int,
    seconds: int,
    clients: list[subprocess.Popen[bytes]],
    keys: list[tuple[UUID, str]],
) -> None:
    recipients: list[UUID] = []
    since = now()
    cpu = site.web.cpu_times()
    measured.beside_s = _under_load(site, key, parties, rate, seconds, recipients)
    spent = site.web.cpu_times()
    measured.web_cpu = (spent.user + spent.system - cpu.user - cpu.system) / seconds
    time.sleep(SETTLING_S)
    readers_of = {
        party: sum(1 for party_of_key, _ in keys if party_of_key == party) for party in parties
    }
    measured.expected = sum(readers_of[party] for party in recipients)
    for client in clients:
        _tell(client, {"since": since})
        answer = _answer_of(client)
        measured.delays_s += answer["delays"]
        measured.broken += Counter(answer["broken"])
        measured.late_s += answer["late"]
        client.wait(30)
    measured.cut_off, measured.has_died = site.cut_off(), site.has_died()


@contextmanager
def _clients(
    site: BenchmarkSite, kind: str, keys: list[tuple[UUID, str]]
) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "benchmarks.feed_clients"]
    with transactions.reading() as session:
        after = feed.last_position(session)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        spec = {"kind": kind, "port": site.stream_port, "after": after}
        _tell(process, {**spec, "keys": [secret for _, secret in keys]})
        try:
            yield process
        finally:
            process.kill()


def _tell(process: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(orjson.dumps(message) + b"\n")
    process.stdin.flush()


def _answer_of(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout is not None
    watchdog = threading.Timer(OPENING_S, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline()
    finally:
        watchdog.cancel()
    if not line:
        raise click.ClickException(f"the readers did not answer within {OPENING_S:.0f} s")
    return orjson.loads(line)


def _under_load(
    site: BenchmarkSite,
    key: str,
    parties: list[UUID],
    rate: int,
    seconds: int,
    recipients: list[UUID] | None = None,
) -> list[float]:
    """Write events at the rate while asking the API; the seconds that its answers took."""
    ended = threading.Event()
    writer = threading.Thread(
        target=_write, args=(parties, rate, ended, [] if recipients is None else recipients)
    )
    writer.start()
    try:
        return _ask(site.config.port, key, seconds)
    finally:
        ended.set()
        writer.join()


def _write(parties: list[UUID], rate: int, ended: threading.Event, recipients: list[UUID]) -> None:
    due = time.monotonic()
    while not ended.wait(max(0.0, due - time.monotonic())):
        party = parties[len(recipients) % len(parties)]
        with transactions.writing() as session:
            data = {"told_at": now()}
            outbox.announce(session, "process.verified", actor=SOMEBODY, parties=[party], data=data)
        recipients.append(party)
        due += 1 / rate


def _ask(port: int, key: str, seconds: int) -> list[float]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    times_s, end = [], time.monotonic() + seconds
    while (began := time.monotonic()) < end:
        connection.request("GET", f"{API}/projects", headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times_s.append(time.monotonic() - began)
        time.sleep(max(0.0, 1 / ASKS_PER_S - times_s[-1]))
    return times_s


def _words(result: FeedFigures) -> Iterator[str]:
    """What there is to say about connections that broke, and whose the delays are."""
    for when, reasons in (("while they opened", result.refused), ("later", result.broken)):
        for reason, number in reasons.most_common():
            yield f"{number:,} connections broke {when}: {reason}."
    if result.has_died:
        yield "The process with the streams died, and with it all its connections: see its log."
    if result.cut_off:
        yield (
            f"The process with the streams cut {result.cut_off:,} readers off, who took nothing "
            f"for {PATIENCE_S:.0f} s: it is the readers' processes here that got too little of the "
            "machine. They resumed where they were."
        )
    yield (
        "The readers' processes came late to their own work by "
        f"{_ms(result.late_s, 0.5)} at the median and {_ms(result.late_s, 0.99)} at the p99, "
        f"which is in the delays. Others were at work here: the load was {os.getloadavg()[1]:.1f} "
        f"on {os.cpu_count()} cores."
    )


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _show(words: str) -> None:
    click.echo(f"  {words} ...", err=True)


def _table(result: FeedFigures, readers: int, rate: int, heard_by: int) -> Table:
    title = f"{readers} SSE and {readers} WebSocket readers, {rate} events/s, each for {heard_by}"
    table = Table(title=title)
    for heading in ("what", "measured", "aim"):
        table.add_column(heading)
    for row in _rows(result):
        table.add_row(*row)
    return table


def _rows(result: FeedFigures) -> Iterator[tuple[str, str, str]]:
    """What was measured, the figure, and what is aimed at."""
    alone, beside = result.alone_s, result.beside_s
    p99 = _at(beside, 0.99) / _at(alone, 0.99)
    memory = f"{result.bytes_each / 1000:.1f} kB"
    yield "events received", f"{len(result.delays_s):,} of {result.expected:,}", "all"
    yield "connections that broke", f"{result.broken.total():,}", "0"
    yield "delay, median", _ms(result.delays_s, 0.5), ""
    yield "delay, p99", _ms(result.delays_s, 0.99), f"under {AIM_S * 1e3:.0f} ms"
    yield "memory per connection", memory, f"under {AIM_BYTES // 1000} kB"
    yield "CPU of the process with the streams", f"{result.web_cpu:.0%} of a core", ""
    yield "opening all streams", f"{result.opening_s:.0f} s", ""
    for name, share in (("median", 0.5), ("p99", 0.99)):
        figures = f"{_ms(alone, share)} and {_ms(beside, share)}"
        yield f"API, {name} without and with readers", figures, ""
    yield "ratio of these p99", f"{p99:.2f}", f"at most {AIM_TIMES}"


def _ms(values_s: list[float], share: float) -> str:
    return f"{_at(values_s, share) * 1e3:.1f} ms"
