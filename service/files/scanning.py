"""Has every content that arrives looked at by a scanner for malware, before anything refers to it.

By a command, by clamd's protocol, or by both; without either nothing happens. A content that is
refused, or that could not be looked at, is not stored, so that nobody can ever get it.
"""

import os
import shlex
import signal
import socket
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import structlog

from service.errors import Busy
from service.settings import settings
from service.translations import gettext_noop as _
from service.values.addresses import split_host_and_port

log = structlog.get_logger(__name__)

#: How commands end that have found something, as `clamscan` and `clamdscan` do; 0 is clean.
INFECTED = 1
#: Bytes of a chunk to clamd, and of the answer that is read.
_CHUNK, _LONGEST_ANSWER = 64 * 1024, 4096
_UNIX = "unix:"


class ContentRefused(Exception):
    """A scanner says that the content is harmful."""


class ScanFailed(Busy):
    """The content could not be looked at; it may be sent again."""


def check(path: Path) -> None:
    """Have the content at `path` looked at; raises ContentRefused, ScanFailed."""
    if settings().scan_command:
        _by_command(path)
    if settings().scan_clamd:
        _by_clamd(path)


def _by_command(path: Path) -> None:
    words = [*shlex.split(settings().scan_command), str(path.absolute())]
    try:
        with subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath)},
            start_new_session=True,
        ) as scanner:
            try:
                code = scanner.wait(settings().scan_timeout_s)
            finally:
                with suppress(ProcessLookupError):  # and whatever it has started
                    os.killpg(scanner.pid, signal.SIGKILL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    if code == INFECTED:
        raise _refused("the command")
    if code != 0:
        raise _failed(f"the command ended with {code}")


def _by_clamd(path: Path) -> None:
    """`INSTREAM`: chunks with their lengths, an empty one at the end (clamd(8))."""
    try:
        with _connected() as clamd, path.open("rb") as content:
            clamd.sendall(b"zINSTREAM\0")
            while chunk := content.read(_CHUNK):
                clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
            clamd.sendall(struct.pack("!L", 0))
            answer = _answer(clamd)
    except (OSError, ValueError) as error:
        raise _failed(str(error)) from error
    if answer.endswith(" FOUND"):
        raise _refused(answer.removesuffix(" FOUND").removeprefix("stream: "))
    if answer != "stream: OK":
        raise _failed(answer)


def _connected() -> socket.socket:
    address, timeout_s = settings().scan_clamd, settings().scan_timeout_s
    if not address.startswith(_UNIX):
        return socket.create_connection(split_host_and_port(address), timeout_s)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(timeout_s)
    clamd.connect(address.removeprefix(_UNIX))
    return clamd


def _answer(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        if not (part := clamd.recv(_LONGEST_ANSWER)):
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _refused(what: str) -> ContentRefused:
    log.warning("a content was refused by the scanner", found=what[:200])
    return ContentRefused(_("the scanner for malware refuses this file; check where it comes from"))


def _failed(reason: str) -> ScanFailed:
    log.error("a content could not be scanned", reason=reason[:300])
    return ScanFailed(_("the file could not be scanned for malware; send it again in a moment"))
