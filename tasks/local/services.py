"""Lists what runs on one machine: servers, a preparation and services, each as a command line."""

import sys
from collections.abc import Mapping
from pathlib import Path

from service.settings import Settings
from tasks.local import ports, valkey
from tasks.local.supervised import SupervisedService

VALKEY = "valkey"
_PYTHON = (sys.executable, "-m")
_CELERY = (*_PYTHON, "celery", "--app", "tasks.worker")
#: What Flower shows of a task: the process ids stand in its arguments.
_COLUMNS = "name,args,state,received,runtime,worker,uuid"
#: Flower switches events on after some seconds by itself; here it is to see the first task too.
_EVENTS = ("--task-events",)
#: Workers need not know each other.
_APART = ("--without-gossip", "--without-mingle")


def werkbank(*words: str) -> tuple[str, ...]:
    """The command line of one of our own commands."""
    return (*_PYTHON, "service.cli", *words)


def environment(config: Settings, redis_url: str) -> dict[str, str]:
    """What all processes must agree on, whatever folder or default each would take itself."""
    return {
        "WERKBANK_VAR_DIR": str(config.var()),
        "WERKBANK_REDIS_URL": redis_url,
        "WERKBANK_EMBEDDED": str(config.embedded).lower(),
        "PYTHONUNBUFFERED": "1",
    }


def broker(config: Settings) -> tuple[SupervisedService, int]:
    """The Valkey of this machine and the port that it keeps from start to start."""
    directory = config.var(VALKEY)
    directory.mkdir(exist_ok=True)
    port = ports.kept_port(directory / "port")
    command = tuple(valkey.command(directory, port))
    return SupervisedService(VALKEY, command, _log(config, VALKEY), f"127.0.0.1:{port}"), port


def preparation(config: Settings, shared: Mapping[str, str]) -> SupervisedService:
    """What must have ended well before any service starts: one process, for each costs a second."""
    words = ("seed", "--migrate") if config.embedded else ("migrate",)
    what = "up to date" + (", with the example in it" if config.embedded else "")
    return SupervisedService("database", werkbank(*words), _log(config, "database"), what, shared)


def flower(config: Settings, shared: Mapping[str, str]) -> SupervisedService:
    """Flower, through which operators look in: it asks the broker alone, never the database."""
    return SupervisedService(
        "flower",
        (*_CELERY, "flower", *_flower_options(config)),
        _log(config, "flower"),
        flower_url(config),
        {**shared, **_flower_environment(config)},
    )


def services(config: Settings, shared: Mapping[str, str]) -> list[SupervisedService]:
    """What runs until the end. The web process comes first, as it takes longest to be ready."""
    number, level = config.worker_concurrency, config.log_level
    commands = {
        "web": (
            (*_PYTHON, "service.web"),
            f"{config.bind}, {config.web_threads} threads; streams events",
        ),
        "worker": (
            (
                *_CELERY,
                "--quiet",
                "worker",
                *_EVENTS,
                "--concurrency",
                str(number),
                "--loglevel",
                level,
                *_APART,
            ),
            f"{number} processes",
        ),
        "scheduler": ((*_PYTHON, "tasks.scheduler"), "publishes, recovers, expires"),
        "deliveries": ((*_PYTHON, "tasks.delivery.worker"), "calls webhooks, mails people"),
    }
    return [
        SupervisedService(name, command, _log(config, name), what, shared)
        for name, (command, what) in commands.items()
    ]


def flower_url(config: Settings) -> str:
    """Where Flower answers; never but on this machine."""
    return f"http://{ports.LOOPBACK}:{config.flower_port}"


def _flower_options(config: Settings) -> tuple[str, ...]:
    return (
        f"--port={config.flower_port}",
        f"--address={ports.LOOPBACK}",
        "--read_only=True",
        "--persistent=True",
        f"--tasks_columns={_COLUMNS}",
        f"--db={config.var('flower')}",
    )


def _flower_environment(config: Settings) -> dict[str, str]:
    if config.flower_basic_auth:  # not on the command line, where everyone could read it
        return {"FLOWER_BASIC_AUTH": config.flower_basic_auth}
    return {"FLOWER_UNAUTHENTICATED_API": "true"}


def _log(config: Settings, name: str) -> Path:
    return config.var("log", f"{name}.log")
