"""Runs `werkbank up` with small children in place of the services, for tests that kill it.

The real Valkey runs; web and Flower are servers of files that are always ready.
"""

import sys

from service.settings import settings
from tasks.local import services, supervisor
from tasks.local.supervised import SupervisedService

#: A service with a child of its own that ends when its parent does, as Celery's do.
WITH_CHILD = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE).wait()
"""


def small_services(config, shared):
    """As `services.services`, with the same names for what waits, and for what answers."""
    return [
        ready(config, "web", config.port, "health", "ready"),
        service(config, "worker", "-c", WITH_CHILD),
    ]


def small_flower(config, shared):
    """As `services.flower`."""
    return ready(config, "flower", config.flower_port, "healthcheck")


def prepared(config, shared):
    """As `services.preparation`, with nothing to prepare."""
    return service(config, "database", "-c", "")


def ready(config, name, port, *path):
    """What says at `path` that it is ready."""
    site = config.var(f"site_{name}")
    config.var(site.name, *path).touch()
    files = ("-m", "http.server", "--bind", config.host, "--directory", str(site))
    return service(config, name, *files, str(port))


def service(config, name, *words):
    return SupervisedService(name, (sys.executable, *words), config.var("log", f"{name}.log"))


if __name__ == "__main__":
    services.services = small_services
    services.flower = small_flower
    services.preparation = prepared
    settings()
    supervisor.up()
