"""Decides by which names the service may be called, and which pages may act with its cookies."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import SecurityError

from service.settings import settings
from service.translations import gettext_noop as _

#: An address of IPv6 or a name, with or without a port (RFC 9110, 7.2).
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]*)?")
#: What calls a process on its own machine, as health checks do.
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def check_host(host: str) -> None:
    """Raise SecurityError, which is 400, for a `Host` by which nobody may call this service.

    Ports do not matter, and one that is missing (HTTP/1.0) names nobody else. In the embedded mode
    every name will do, as a laptop has many.
    """
    if settings().embedded or not host:
        return
    public = urlsplit(settings().public_url).hostname
    if _name_in(host) not in {public, *map(str.lower, settings().more_hosts), *_LOOPBACK}:
        raise SecurityError(_("this service does not go by the name in the Host header"))


def _name_in(host: str) -> str:
    """The name, without its port, brackets and capitals; empty for what is none."""
    parts = _HOST.fullmatch(host.lower())
    return (parts[1] or parts[2]) if parts else ""


def is_ours(origin: str | None) -> bool:
    """Whether a page of this origin may act with the cookies of its reader.

    Programs name none. `null` is what browsers say of pages whose origin they hide; whoever wants
    to can make one, so it is never ours.
    """
    return origin is None or origin in set(_ours())


def _ours() -> Iterator[str]:
    public = urlsplit(settings().public_url)
    yield f"{public.scheme}://{public.netloc}"
    yield f"https://{request.host}"
    if settings().embedded:
        yield f"http://{request.host}"
    yield from (origin for origin in settings().shared_with if origin != "*")


def local(address: str | None, otherwise: str) -> str:
    """An address of the console that somebody was on their way to; never one of another site."""
    wanted = address or ""
    parts = urlsplit(wanted)
    is_here = not parts.scheme and not parts.netloc and parts.path.startswith("/app")
    return wanted if is_here and wanted.isprintable() and "\\" not in wanted else otherwise
