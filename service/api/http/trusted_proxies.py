"""Finds the address of a caller behind proxies, and believes nobody else about it."""

from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from service.settings import settings
from service.values.addresses import Network, networks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_networks = cache(networks)


class TrustedProxies:
    """A WSGI application in which `REMOTE_ADDR` is the caller's, as trusted proxies say it.

    Each proxy adds whom it was called by at the end of `X-Forwarded-For`; whatever stands before
    the last one that no trusted proxy wrote can be made up.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = caller_of(environ)
        return self._application(environ, start_response)


def caller_of(environ: "WSGIEnvironment") -> str:
    """The address of who asks, whoever brings it."""
    peer = plain_address(environ.get("REMOTE_ADDR", ""))
    trusted = _networks(settings().trusted_proxies)
    said = environ.get("HTTP_X_FORWARDED_FOR")
    return caller(peer, said, trusted) if trusted and said else _plain(peer)


def plain_address(text: str) -> str:
    """An address as it is counted and noted: of IPv4 also where a socket of IPv6 tells it
    (`::ffff:192.0.2.7`), else all of its callers would count as one; what is none as it is."""
    address = _parsed(text)
    return str(address) if address else text


def is_trusted(address: str) -> bool:
    """Whether a proxy has this address that is believed about its callers."""
    trusted = _networks(settings().trusted_proxies)
    parsed = _parsed(address) if trusted else None
    return parsed is not None and any(parsed in network for network in trusted)


def caller(peer: str, said: str, trusted: tuple[Network, ...]) -> str:
    """Who asks: the last one on the way to us that is no trusted proxy.

    `peer` is who has called us, `said` the `X-Forwarded-For` that they sent.
    """
    address = peer
    for hop in [*(part.strip() for part in said.split(",")), peer][::-1]:
        parsed = _parsed(hop)
        if parsed is None:
            break
        address = str(parsed)
        if not any(parsed in network for network in trusted):
            break
    return address


def _plain(peer: str) -> str:
    """One address of IPv4 as it is, though a socket of IPv6 says `::ffff:192.0.2.7` of it.

    All of IPv4 would else be one customer's network, with one limit for everybody.
    """
    parsed = _parsed(peer)
    return str(parsed) if parsed else peer


def _parsed(hop: str) -> IPv4Address | IPv6Address | None:
    """The address in `192.0.2.7`, `192.0.2.7:8080`, `2001:db8::7` or `[2001:db8::7]:8080`."""
    text = hop.partition("]")[0].removeprefix("[") if hop.startswith("[") else hop
    if text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
