"""Decides which addresses the service may call when a user names a URL (SSRF guard)."""

import ipaddress
import socket
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.addresses import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: An entry of what the name service answers.
AddressInfo = tuple[Any, ...]

LONGEST_URL = 2000
#: Seconds that the name service has where nobody says less.
RESOLVE_S = 5.0
#: The setting that lets other targets be called.
SETTING = "WERKBANK_WEBHOOK_ALLOWED_NETWORKS"
#: Names that mean this machine wherever they are asked for (RFC 6761 section 6.3).
LOCAL_NAMES = ("localhost", "localhost.localdomain")
#: NAT64 (RFC 6052 section 2.1): an IPv4 address in the last 32 bits.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class BadTarget(Exception):
    """The URL names nothing that may be called."""


@dataclass(frozen=True)
class WebhookTarget:
    """Where a URL leads: `path` has the query with it."""

    tls: bool
    host: str
    port: int
    path: str

    @property
    def target(self) -> str:
        """Host and port, by which places are paused together."""
        return f"{self.host}:{self.port}"

    @property
    def authority(self) -> str:
        """As the Host header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def place_of(url: str, allowed: Sequence[Network] = ()) -> WebhookTarget:
    """Read a URL and refuse what can be told without asking for names; raises BadTarget.

    Without TLS only allowed networks are called: others would read what we say.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise BadTarget(_("the URL cannot be read")) from error
    if parts.scheme not in ("https", "http"):
        raise BadTarget(Sentence(_("a webhook is https://, not {scheme!r}"), scheme=parts.scheme))
    if not host or not url.isascii() or any(c.isspace() or c < " " for c in url):
        raise BadTarget(_("the URL names no host, or holds what no URL may hold"))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadTarget(_("the URL must hold neither a name, nor a password, nor a fragment"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    tls = parts.scheme == "https"
    place = WebhookTarget(tls, host, port or (443 if tls else 80), path)
    literal = literal_address(host)
    if literal is not None:
        check([literal], place, allowed)
    elif host in LOCAL_NAMES or host.endswith(".localhost"):
        if not any(network.is_loopback for network in allowed):
            itself = _(
                "{host} is this machine itself, which is called only if the operator lists its"
                " network in {setting}"
            )
            raise BadTarget(Sentence(itself, host=host, setting=SETTING))
    elif not tls and not allowed:
        plain = _(
            "a webhook is https://; http:// is called only if the operator lists its network in"
            " {setting}"
        )
        raise BadTarget(Sentence(plain, setting=SETTING))
    return place


def literal_address(host: str) -> Address | None:
    """The address that a host stands for by itself, in any of the ways that systems read one."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if not host[:1].isdigit():
        return None
    try:  # 127.1, 0x7f000001, 2130706433, 0177.0.0.1
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def resolve(
    place: WebhookTarget, allowed: Sequence[Network] = (), within_s: float = RESOLVE_S
) -> list[str]:
    """The addresses of a place, each of them checked, to connect to and to nothing else.

    Names are asked for once: whoever asked again could be told another address. Raises BadTarget,
    and OSError when the name is not known, or not within the time.
    """
    literal = literal_address(place.host)
    if literal is not None:
        addresses = [literal]
    else:
        infos = _infos(place, within_s)
        texts = dict.fromkeys(str(info[4][0]).partition("%")[0] for info in infos)
        addresses = [ipaddress.ip_address(text) for text in texts]
    check(addresses, place, allowed)
    return [str(address) for address in addresses]


def _infos(place: WebhookTarget, within_s: float) -> list[AddressInfo]:
    """What the name service says. It knows no time limit, so it is asked beside this thread."""
    answers: list[list[AddressInfo]] = []
    failures: list[OSError] = []

    def ask() -> None:
        try:
            answers.append(socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM))
        except OSError as error:
            failures.append(error)

    asking = threading.Thread(target=ask, name=f"resolve {place.host}", daemon=True)
    asking.start()
    asking.join(within_s)
    if failures:
        raise failures[0]
    if not answers:
        raise TimeoutError(f"the name {place.host} was not resolved within {within_s:g} s")
    return answers[0]


def check(addresses: Iterable[Address], place: WebhookTarget, allowed: Sequence[Network]) -> None:
    """Raise BadTarget unless every address may be called."""
    for address in addresses:
        if any(address in network for network in allowed):
            continue
        if not is_public(address):
            private = _(
                "{host} is at {address}, which is no public address; it is called only if the"
                " operator lists its network in {setting}"
            )
            raise BadTarget(Sentence(private, host=place.host, address=address, setting=SETTING))
        if not place.tls:
            plain = _(
                "{host} must be called by https:// unless the operator lists its network in"
                " {setting}"
            )
            raise BadTarget(Sentence(plain, host=place.host, setting=SETTING))


def is_public(address: Address) -> bool:
    """Whether an address belongs to everybody's internet, also inside of its IPv6 wrappings."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
