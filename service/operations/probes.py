"""Looks at a dependency without letting it hold up whoever asks."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NotRequired, TypedDict

import structlog
from kombu.exceptions import KombuError
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from service import clock
from service.translations import Sentence
from service.translations import gettext_noop as _

log = structlog.get_logger(__name__)

Status = Literal["ok", "degraded", "down"]


class ProbeJson(TypedDict):
    """How a dependency is, as the health document shows it."""

    status: Status
    detail: str
    since: NotRequired[datetime]


@dataclass(frozen=True)
class ProbeResult:
    """How a dependency is, as a sentence; `since` when it is not well."""

    status: Status
    detail: str
    since: datetime | None = None

    def as_dict(self) -> ProbeJson:
        """As the health document shows it."""
        shown: ProbeJson = {"status": self.status, "detail": self.detail}
        if self.since:
            shown["since"] = self.since
        return shown


class Probe:
    """Looks at one dependency in a thread of its own, of which there is one at a time.

    `necessary` says that without it the service is of no use; an answer is good for `fresh_s`.
    """

    def __init__(
        self,
        name: str,
        look: Callable[[], ProbeResult],
        fresh_s: float,
        *,
        necessary: bool = False,
    ) -> None:
        self.name, self.necessary = name, necessary
        self._look, self._fresh_s = look, fresh_s
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._done.set()
        self._began_at = self._ended_at = float("-inf")
        self._finding = ProbeResult("down", _("not looked at yet"))
        self._unwell_since: datetime | None = None

    def begin(self) -> None:
        """Look anew, unless that is going on or the last answer is fresh."""
        with self._lock:
            if not self._done.is_set() or time.monotonic() - self._ended_at < self._fresh_s:
                return
            self._done.clear()
            self._began_at = time.monotonic()
            threading.Thread(target=self._run, name=f"probe {self.name}", daemon=True).start()

    def finding(self, until: float) -> ProbeResult:
        """What was found, waited for until a moment of the monotonic clock."""
        if self._done.wait(max(0.0, until - time.monotonic())):
            return self._dated(self._finding)
        lasting_s = time.monotonic() - self._began_at
        return self._dated(
            ProbeResult(
                "down",
                Sentence(_("has not answered for {seconds} s"), seconds=f"{lasting_s:.1f}"),
            )
        )

    def _run(self) -> None:
        try:
            self._finding = self._look()
        except (SQLAlchemyError, RedisError, KombuError, OSError) as error:
            # What drivers say names hosts and users: that is for the log, not for everybody.
            log.warning("a dependency is down", name=self.name, error=str(error)[:300])
            self._finding = ProbeResult(
                "down", Sentence(_("cannot be reached ({error})"), error=type(error).__name__)
            )
        finally:
            self._ended_at = time.monotonic()
            self._done.set()

    def _dated(self, finding: ProbeResult) -> ProbeResult:
        with self._lock:
            if finding.status == "ok":
                self._unwell_since = None
                return finding
            self._unwell_since = self._unwell_since or clock.now()
            return ProbeResult(finding.status, finding.detail, self._unwell_since)
