"""Clients of an API over connections that stay open, each of which notes what its answers cost."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import click
import orjson

from benchmarks import api_server, example_client
from benchmarks.feed_readers import API, HOST

#: Parts of the project that is read whole.
PARTS = 50
#: Seconds after which an answer counts as lost.
PATIENCE_S = 60


@dataclass
class Costs:
    """What the answers to one kind of question cost, each of them.

    `processor_us` is the time for which the server kept a processor busy, whoever else used it.
    """

    seconds: list[float] = field(default_factory=list)
    content_bytes: list[int] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    processor_us: list[int] = field(default_factory=list)


class ApiConnection:
    """One client's connection, on which one question follows the other."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._http = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_S)
        self.headers = dict(headers)

    def ask(
        self, method: str, path: str, body: Any = None, costs: Costs | None = None
    ) -> dict[str, Any]:
        """The answer as JSON; raises ClickException for one that is a refusal."""
        is_file = isinstance(body, bytes)
        content = body if is_file or body is None else orjson.dumps(body)
        media_type = "model/stl" if is_file else "application/json"
        headers = self.headers | ({} if content is None else {"Content-Type": media_type})
        started = time.perf_counter()
        self._http.request(method, path, content, headers)
        answer = self._http.getresponse()
        text = answer.read()
        taken_s = time.perf_counter() - started
        if answer.status >= 400:
            raise click.ClickException(f"{method} {path}: {answer.status} {text[:300]!r}")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.headers["Cookie"] = cookie.partition(";")[0]
        if costs:
            costs.seconds.append(taken_s)
            costs.content_bytes.append(len(text))
            costs.statements.append(int(answer.headers[api_server.STATEMENTS]))
            costs.processor_us.append(int(answer.headers[api_server.PROCESSOR]))
        return orjson.loads(text) if text else {}


#: What is asked, in this order, of what a client has made before.
Question = Callable[[], tuple[str, str, Any]]


class Client:
    """Somebody who asks the questions of the benchmark: `questions` by their names."""

    def __init__(self, connection: ApiConnection) -> None:
        self._connection = connection
        self._numbers = count()
        self.questions: dict[str, Question] = {}

    def ask(self, name: str, costs: Costs | None = None) -> None:
        """Ask one question."""
        self._connection.ask(*self.questions[name](), costs=costs)

    def _cube(self) -> bytes:
        """A cube that was not uploaded before: the same content again would change nothing."""
        return b"%-80d" % next(self._numbers) + example_client.cube_stl()[80:]


class WerkbankClient(Client):
    """One of Werkbank's, registered as its only user, with an API key and a project of their own.

    The project that is read whole has fifty parts, each with a file; the list is as long.
    """

    def __init__(self, port: int, key: str, whole_id: str) -> None:
        super().__init__(ApiConnection(port, {"Authorization": f"Bearer {key}"}))
        project = self._connection.ask("POST", f"{API}/projects", {"title": "Bracket"})
        parts = f"{API}/projects/{project['id']}/processes"
        part = {"title": "lid", "quantity": 2}
        path, filled = (
            f"{API}/processes/{self._connection.ask('POST', parts, part)['id']}" for _ in range(2)
        )
        whole = f"{API}/projects/{whole_id}"
        names = (f"{number % PARTS}.stl" for number in self._numbers)
        quantities = (2 + number % 1000 for number in self._numbers)
        self.questions = {
            "create a part": lambda: ("POST", parts, part),
            "upload a file": lambda: (
                *("PUT", f"{filled}/files/{next(names)}?unit=mm"),
                self._cube(),
            ),
            "change a part": lambda: ("PATCH", path, {"quantity": next(quantities)}),
            "read a part": lambda: ("GET", path, None),
            "its state alone": lambda: ("GET", f"{path}?fields=id,state,version", None),
            "list 50 projects": lambda: ("GET", f"{API}/projects?limit=50", None),
            "a project of 50 parts": lambda: ("GET", whole, None),
            "its states alone": lambda: (
                *("GET", f"{whole}?fields=processes.id,processes.state"),
                None,
            ),
        }


class PlainClient(Client):
    """One of the plain service's."""

    def __init__(self, port: int, whole_id: str) -> None:
        super().__init__(ApiConnection(port, {}))
        part = {"title": "lid", "quantity": 2, "project_id": "own"}
        path = f"/parts/{self._connection.ask('POST', '/parts', part)['id']}"
        quantities = (2 + number % 1000 for number in self._numbers)
        whole = f"/parts?project_id={whole_id}"
        self.questions = {
            "create a part": lambda: ("POST", "/parts", part),
            "upload a file": lambda: ("PUT", f"{path}/file", self._cube()),
            "change a part": lambda: ("PATCH", path, {"quantity": next(quantities)}),
            "read a part": lambda: ("GET", path, None),
            "list 50 projects": lambda: ("GET", "/parts", None),
            "a project of 50 parts": lambda: ("GET", whole, None),
        }


def key_of_new_user(port: int) -> str:
    """The API key of a user of Werkbank who was just registered."""
    connection = ApiConnection(port, {})
    person = {"email": "bench@client.example", "password": "a-long-enough-phrase", "name": "Bench"}
    me = connection.ask("POST", f"{API}/auth/register", person)
    connection.headers["X-CSRF-Token"] = me["csrf_token"]
    key: str = connection.ask("POST", f"{API}/api_keys", {"name": "bench"})["key"]
    return key


def lay_out_werkbank(port: int, key: str) -> str:
    """Fifty projects, one of them with fifty parts; its id."""
    connection = ApiConnection(port, {"Authorization": f"Bearer {key}"})
    address = {"name": "Ada Lovelace", "street": "Münsterplatz 1", "postal_code": "89073"}
    address |= {"city": "Ulm", "country": "DE"}
    projects = [
        connection.ask("POST", f"{API}/projects", {"title": f"project {number}"})["id"]
        for number in range(PARTS)
    ]
    for number in range(PARTS):
        part = {"title": f"part {number}", "quantity": 2, "delivery_address": address}
        created = connection.ask("POST", f"{API}/projects/{projects[0]}/processes", part)
        path = f"{API}/processes/{created['id']}/files/cube.stl?unit=mm"
        connection.ask("PUT", path, example_client.cube_stl())
    return str(projects[0])


def lay_out_plain(port: int) -> str:
    """Fifty parts of one project; its name."""
    connection = ApiConnection(port, {})
    for number in range(PARTS):
        part = {"title": f"part {number}", "quantity": 2, "project_id": "whole"}
        connection.ask("POST", "/parts", part)
    return "whole"


def measure(clients: list[Client], name: str, each: int) -> Costs:
    """Let all clients ask a question `each` times at the same time; what all answers cost."""
    begin = threading.Barrier(len(clients))

    def ask(client: Client) -> Costs:
        costs = Costs()
        begin.wait()
        for _ in range(each):
            client.ask(name, costs)
        return costs

    with ThreadPoolExecutor(len(clients)) as pool:
        return together([*pool.map(ask, clients)])


def together(costs: list[Costs]) -> Costs:
    """All of them as one."""
    total = Costs()
    for each in costs:
        for name, values in vars(each).items():
            getattr(total, name).extend(values)
    return total
