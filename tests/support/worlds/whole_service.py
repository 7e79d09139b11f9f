"""Runs a whole small Werkbank for stories: web, worker, scheduler, Valkey, database, all real."""

import os
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import UUID

import sqlalchemy as sa

from service import clock
from service.database.models import Process, Request
from service.operations.example.people import people
from service.settings import Settings
from tasks.local import services as posts
from tasks.local.child_process import end
from tasks.local.ports import free_port
from tasks.local.supervised import SupervisedService
from tests.support import fork_server, meshes
from tests.support.accounts import PASSWORD
from tests.support.api_client import ApiClient, NoAnswer
from tests.support.servers import databases
from tests.support.servers.run_folder import run_folder
from tests.support.servers.valkeys import running_valkey
from tests.support.worlds.marketplace import ADDRESS

#: What makes the stories quick, or lets them register as often as they like.
HURRIED = {
    "embedded": True,
    "recovery_interval_s": 1,
    "logins_per_minute": 10_000,
    "anonymous_writes_per_minute": 10_000,
    "webhook_allowed_networks": "127.0.0.0/8",
}
CUBE = {"quantity": 5, "material_id": "pa12", "delivery_address": ADDRESS}
_numbers = count(1)


class Person(ApiClient):
    """Somebody at a browser, with what stories do again and again."""

    name = ""

    def enter(self):
        """Get a visitor's session."""
        self.tell("GET", "/auth/me")
        return self

    def register(self, name):
        """Get an account; the address is new in every story."""
        self.name, self.email = name, f"{name.lower()}-{next(_numbers)}-{os.getpid()}@shop.example"
        account = {"email": self.email, "password": PASSWORD, "name": name}
        self.home_id = self.tell("POST", "/auth/register", account)["home_id"]
        return self

    def log_in(self, email, password=PASSWORD):
        self.tell("POST", "/auth/login", {"email": email, "password": password})
        return self

    def draft(self, project_id=None, **fields):
        """A process with a cube of polyamide 12, ready to be verified."""
        if project_id is None:
            project_id = self.tell("POST", "/projects", {"title": "Cubes"})["id"]
        fields = {"title": "A cube", **CUBE, **fields}
        process = self.tell("POST", f"/projects/{project_id}/processes", fields)
        path = f"/processes/{process['id']}"
        assert (
            self.upload(f"{path}/files", "cube.stl", meshes.cube_stl(), unit="mm").status_code
            == 201
        )
        return self.tell("GET", path)

    def start(self, what, process, **more):
        """Have a process verified or sent."""
        path = f"/projects/{process['project_id']}/{what}"
        (result,) = self.tell("POST", path, {"process_ids": [process["id"]], **more})["items"]
        assert result["accepted"], result

    def verified(self, **fields):
        process = self.draft(**fields)
        self.start("verify", process)
        return self.await_state(process, "verified")

    def sent(self, number=2, process=None):
        """A process that was sent to `number` contractors."""
        process = process or self.verified()
        path = f"/processes/{process['id']}"
        answers = self.tell("GET", f"{path}/contractors")["items"]
        chosen = [a["contractor_id"] for a in answers if a["suitable"]][:number]
        self.tell("PUT", f"{path}/choice", {"contractor_ids": chosen})
        self.start("send", process)
        return self.await_state(process, "sent")

    def fire(self, process, trigger, **data):
        """Make a move; the process after it."""
        return self.tell("POST", f"/processes/{process['id']}/actions/{trigger}", data)

    def await_state(self, process, state, within_s=30.0):
        """Look until the process is in `state`, and return it."""
        late_at = time.monotonic() + within_s
        while (now := self.tell("GET", f"/processes/{process['id']}"))["state"] != state:
            assert time.monotonic() < late_at, f"{now['state']}, not {state}, after {within_s} s"
            time.sleep(0.05)
        return now

    def await_events(self, process, *types, within_s=10.0):
        """Look until events of all `types` about a process can be read."""
        late_at, path = time.monotonic() + within_s, f"/events?after=0&process_id={process['id']}"
        while set(types) - {e["type"] for e in self.tell("GET", f"{path}&limit=200")["items"]}:
            assert time.monotonic() < late_at, f"not all of {types} within {within_s} s"
            time.sleep(0.05)

    def request_of(self, process):
        """A contractor's request for a process, from its inbox."""
        items = self.tell("GET", "/requests")["items"]
        return next(item for item in items if item["process_id"] == process["id"])

    def status(self, method, path, json_body=None):
        return self.ask(method, path, json_body).status_code


class Werkbank:
    """What runs, and who can use it."""

    def __init__(self, config, shared):
        self.config, self._shared = config, shared
        self.url = config.local_url
        self._logins = {str(login.organization_id): login for login in people(config).contractors}

    def visitor(self):
        """A browser that nobody has logged in with."""
        return Person(self.url).enter()

    def client(self, name="Ada"):
        """Somebody with a new account."""
        return Person(self.url).register(name)

    def contractor(self, organization_id):
        """The browser of an example contractor."""
        login = self._logins[organization_id]
        return Person(self.url).log_in(login.email, login.password)

    def contractors(self, process):
        """Those that a process was sent to, in the order of their requests."""
        return [self.contractor(request["contractor_id"]) for request in process["requests"]]

    def people_asked(self, process):
        """With what the contractors log in that a process was sent to."""
        return [self._logins[request["contractor_id"]] for request in process["requests"]]

    def command(self, *arguments):
        """What a command for operators ends with and says."""
        environment = {**os.environ, **self._shared}
        return subprocess.run(
            posts.werkbank(*arguments), env=environment, capture_output=True, text=True, timeout=120
        )

    def let_window_close(self, request_id):
        """Move the end of a contractor's answer window to a moment ago, as if time had passed."""
        engine, past = sa.create_engine(self.config.database_url), clock.now() - timedelta(hours=1)
        with engine.begin() as connection:
            request = sa.update(Request).where(Request.id == UUID(request_id))
            asked = connection.scalar(request.values(answer_by=past).returning(Request.process_id))
            connection.execute(sa.update(Process).where(Process.id == asked).values(due_at=past))
        engine.dispose()

    def mails(self, number):
        """The files under var/mail that carry the number of a request."""
        return sorted(self.config.var("mail").glob(f"{number}-*.eml"))


@contextmanager
def running(kind, **more):
    """A Werkbank with the example people, on a database of this kind, with more settings.

    `host_of_workers` is another folder for all but the web process, as if on another host.
    """
    host_of_workers = more.pop("host_of_workers", None)
    with (
        tempfile.TemporaryDirectory(dir=run_folder()) as folder,
        databases.database(kind) as database_url,
        running_valkey() as valkey,
    ):
        values = {
            **HURRIED,
            "var_dir": folder,
            "database_url": database_url,
            "redis_url": valkey.url,
            "port": free_port(),
            **more,
        }
        config = Settings(**values)
        shared = {f"WERKBANK_{name.upper()}": str(value) for name, value in values.items()}
        with _running(config, shared, host_of_workers):
            yield Werkbank(config, shared)


@contextmanager
def _running(config, shared, host_of_workers):
    for words in [("seed",), *([("storage", "init")] if config.storage_url else [])]:
        log = config.var("log", f"{words[0]}.log")
        preparing = SupervisedService(words[0], posts.werkbank(*words), log, "", shared)
        assert fork_server.launch(preparing).wait(60) == 0, log.read_text()
    web, *others = posts.services(config, shared)
    if host_of_workers:
        elsewhere = {**shared, "WERKBANK_VAR_DIR": str(host_of_workers)}
        others = [replace(service, environment=elsewhere) for service in others]
    services = [web, *others]
    processes = [fork_server.launch(service) for service in services]
    try:
        _await_answer(config.local_url, services[0].log)
        yield
    finally:
        end(processes, grace_s=10)


def _await_answer(url, log):
    late_at = time.monotonic() + 30
    while True:
        try:
            return ApiClient(url).tell("GET", "/services")
        except NoAnswer:
            assert time.monotonic() < late_at, (
                f"the web process does not answer:\n{log.read_text()}"
            )
            time.sleep(0.1)
