"""Sets up logging: one line an entry, for people on a terminal and as JSON elsewhere.

Lines of libraries (uvicorn, Celery, Flower) take the same form as ours.
"""

import logging
import logging.config
import os
import sys
import warnings
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from service.settings import settings
from service.values.emails import without_addresses

#: Loggers of libraries that come with handlers of their own; their lines go where all others go.
_OF_LIBRARIES = ("uvicorn.error", "celery", "celery.task", "tornado")

#: What lines of the log, and rows that cause work, call the id of the HTTP request behind them.
REQUEST_ID = "http_request_id"
_requests_of_processes: ContextVar[Mapping[str, str]] = ContextVar("requests_of_processes")


def bind_requests(request_ids: Mapping[str, str]) -> None:
    """From now on let work on a process, by its id, go back to the HTTP request named for it."""
    _requests_of_processes.set(request_ids)


def add_requests(request_ids: Mapping[str, str]) -> None:
    """Let work on further processes go back to the HTTP requests named for them."""
    bind_requests({**_requests_of_processes.get({}), **request_ids})


def answered_request_id() -> str | None:
    """The id of the request that is being answered; None where none is."""
    answered: str | None = structlog.contextvars.get_contextvars().get(REQUEST_ID)
    return answered


def http_request_id(process_id: UUID | str | None) -> str | None:
    """The id of the request that is being answered, or that a process is being worked on for."""
    return answered_request_id() or _requests_of_processes.get({}).get(str(process_id))


class Lines(structlog.PrintLogger):
    """Writes lines of the log; one that a full disk does not take is lost, and nothing else is."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = fatal = failure = err = error = critical = exception = msg


class LibraryLines(logging.Handler):
    """Writes what libraries log through `logging`, as `Lines` does."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            print(self.format(record), file=sys.stderr, flush=True)


def configure() -> None:
    """Log from the level of the settings on, to standard error; safe to repeat.

    Tracebacks go without the values of variables: they may hold passwords and keys. Addresses of
    mail are left out of whatever a line holds: servers repeat to whom a mail was. Warnings of
    Python become lines of the log too, also those of the settings themselves.
    """
    with warnings.catch_warnings(record=True) as early:
        settings()
    structlog.configure(
        processors=[*_shared(), *_rendering()],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings().log_level]
        ),
        logger_factory=lambda *_: Lines(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.config.dictConfig(for_libraries())
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    for warning in early:
        logging.getLogger("py.warnings").warning("%s", warning.message)


def for_libraries() -> dict[str, Any]:
    """How libraries log, as `logging.config.dictConfig` wants it; uvicorn takes it, too."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _library_formatter}},
        "handlers": {"lines": {"()": LibraryLines, "formatter": "line"}},
        "root": {"level": settings().log_level, "handlers": ["lines"]},
        "loggers": {
            **{name: {"handlers": [], "propagate": True} for name in _OF_LIBRARIES},
            # It writes paths, and the links of mails hold their secrets there; ours writes routes.
            "uvicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            # One line of ours says of each task which processes it was for, and how it ended.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            # Commands that migrate say themselves what they did.
            "alembic": {"level": "WARNING"},
            # It asks before the first worker is there, and warns of each question; /health/ready
            # says whether one is.
            "flower.inspector": {"level": "ERROR"},
            # It tells of every callback that it does not have.
            "transitions": {"level": "WARNING"},
        },
    }


def line(logger: str, message: str) -> str:
    """What `logger` would write to say this; takes no lock, so that handlers of signals may ask."""
    record = logging.LogRecord(logger, logging.INFO, "", 0, message, None, None)
    return _library_formatter().format(record)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """End by Ctrl-C as ever; say anything else that ends a process in a line of the log."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger(__name__).critical("the process ends", exc_info=(kind, error, trace))


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        _add_request_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_pid,
    ]


def _rendering() -> list[Processor]:
    shown: list[Processor] = [structlog.processors.format_exc_info, _hide_addresses]
    if sys.stderr.isatty():
        plain = structlog.dev.plain_traceback
        return [*shown, structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    return [*shown, structlog.processors.JSONRenderer()]


def _library_formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *_shared()],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering()],
    )


def _add_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if "process_id" in event and (request_id := http_request_id(event["process_id"])):
        event.setdefault(REQUEST_ID, request_id)
    return event


def _hide_addresses(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """After tracebacks have become text, and before a line is written."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = without_addresses(value)
    return event


def _add_pid(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["pid"] = os.getpid()
    return event
