"""Runs `werkbank up` with small children in place of the services, for tests that kill it.

The real Valkey runs; web and Flower are servers of files that are always ready.
"""

import sys

from service.settings import settings
from tasks import posts, supervisor
from tasks.embedded.crew import Post

#: A service with a child of its own that ends when its parent does, as gunicorn's and Celery's do.
WITH_CHILD = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE).wait()
"""


def small_services(config, shared):
    """As `posts.services`, with the same names for what waits, and for what answers."""
    health = config.var("site", "health", "ready")
    health.touch()
    site = health.parent.parent
    (site / "healthcheck").touch()
    files = ("-m", "http.server", "--bind", config.host, "--directory", str(site))
    commands = {
        "web": (*files, str(config.port)),
        "flower": (*files, str(config.flower_port)),
        "worker": ("-c", WITH_CHILD),
    }
    return [
        Post(name, (sys.executable, *words), config.var("log", f"{name}.log"), "", shared)
        for name, words in commands.items()
    ]


if __name__ == "__main__":
    posts.services = small_services
    posts.preparations = lambda config, shared: []
    settings()
    supervisor.up()
