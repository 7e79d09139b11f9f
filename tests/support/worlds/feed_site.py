"""Runs what serves the feed as real processes, web and scheduler; who dies comes back."""

import os
import signal
from contextlib import contextmanager

from service.database import transactions
from service.settings import Settings
from tasks.local import services
from tasks.local.ports import free_port
from tasks.local.supervised import ProcessSupervisor
from tests.support import fork_server
from tests.support.servers.valkeys import running_valkey

NAMES = ("web", "scheduler")


class FeedSite:
    """The processes, their settings and their Valkey; `said` tells who died how."""

    def __init__(self, config, shared, valkey):
        self.config, self.valkey, self.said = config, valkey, []
        self.processes = ProcessSupervisor(self.said.append, start=fork_server.launch)
        for service in services.services(config, shared):
            if service.name in NAMES:
                self.processes.start(service)

    def signal(self, name, number):
        """Send a signal to one of them."""
        os.kill(self.processes.pids()[name], number)

    def kill(self, name):
        self.signal(name, signal.SIGKILL)


@contextmanager
def running_feed(database_url, folder, **values):
    """A site on a database, to which this process is connected, too."""
    with running_valkey() as valkey:
        values = {
            "embedded": True,
            "var_dir": folder,
            "database_url": database_url,
            "redis_url": valkey.url,
            "port": free_port(),
            **values,
        }
        shared = {f"WERKBANK_{name.upper()}": str(value) for name, value in values.items()}
        transactions.connect(database_url)
        site = FeedSite(Settings(**values), shared, valkey)
        try:
            yield site
        finally:
            site.processes.stop(*site.processes.pids(), grace_s=5)
            transactions.disconnect()
