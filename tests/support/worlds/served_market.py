"""Runs a market whose pages a real web process serves, and whose workers are the test itself.

Nothing happens by itself: a part is checked and sent once the test does it, so that pages of what
is being worked on can be looked at for as long as it takes.
"""

import os
import time
from contextlib import contextmanager

from service.settings import settings
from tasks.local import services
from tasks.local.child_process import end
from tasks.local.ports import free_port
from tests.support import fork_server
from tests.support.api_client import ApiClient, NoAnswer
from tests.support.servers.valkeys import running_valkey
from tests.support.worlds.marketplace import shared

#: Beside other tests a process may take long to begin.
BEGINS_WITHIN_S = 60


@contextmanager
def served(kind, folder, name=None):
    """The market, and the address at which browsers find it: a `name` of this machine, if any."""
    port = free_port()
    public_url = f"http://{name}:{port}" if name else ""
    with (
        running_valkey() as valkey,
        shared(kind, folder, redis_url=valkey.url, port=port, public_url=public_url) as market,
    ):
        config = settings()
        environment = {
            name: value for name, value in os.environ.items() if name.startswith("WERKBANK_")
        }
        web = next(each for each in services.services(config, environment) if each.name == "web")
        process = fork_server.launch(web)
        try:
            _await_answer(config.local_url, web.log)
            yield market, config.public_url
        finally:
            end([process], grace_s=10)


def _await_answer(url, log):
    late_at = time.monotonic() + BEGINS_WITHIN_S
    while True:
        try:
            return ApiClient(url).tell("GET", "/services")
        except NoAnswer:
            assert time.monotonic() < late_at, f"no answer:\n{log.read_text()}"
            time.sleep(0.05)
