"""Says where an installation would send what strangers must not read, or change, without TLS.

One table: each row finds in the settings the hosts that are reached so, knows which hosts are close
enough for that, and has the sentence that says what to do.
"""

import os
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Final, NamedTuple, Protocol
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from service.values.addresses import networks, split_host_and_port
from service.values.environment import PREFIX
from service.values.oidc_providers import OidcProvider

#: Bits of the widest network that is no more than somebody's own, by the version of IP.
WIDEST: Final = {4: 8, 6: 16}
#: How libpq may leave TLS out although it could have it (PostgreSQL 17, 32.19.1).
_OPPORTUNISTIC: Final = frozenset({"allow", "prefer"})
#: What redis-py takes for false in an address (redis 7, connection.FALSE_STRINGS).
_REDIS_FALSE: Final = frozenset({"0", "F", "FALSE", "N", "NO"})


class Connected(Protocol):
    """The settings that name hosts to which the service connects."""

    database_url: str
    redis_url: str
    smtp_url: str
    storage_endpoint: str
    scan_clamd: str
    oidc_providers: tuple[OidcProvider, ...]
    webhook_allowed_networks: str


class OpenWay(NamedTuple):
    """A way to leave a host open: `hosts` finds them, unless `is_close_enough` says it is fine."""

    hosts: Callable[[Connected], Iterator[str]]
    is_close_enough: Callable[[str], bool]
    #: what is wrong with {host}, and what would be right
    sentence: str


def transport_faults(of: Connected) -> Iterator[str]:
    """A sentence for each connection that production must not make."""
    yield from _sentences(of, REFUSED)


def transport_warnings(of: Connected) -> Iterator[str]:
    """A sentence for each that is close enough, and could be better."""
    yield from _sentences(of, DISCOURAGED)


def _sentences(of: Connected, ways: tuple[OpenWay, ...]) -> Iterator[str]:
    for hosts, is_close_enough, sentence in ways:
        for host in dict.fromkeys(hosts(of)):
            if not is_close_enough(host):
                yield PREFIX + sentence.format(host=host)


def is_own(host: str) -> bool:
    """Whether a host is this machine itself, where nobody listens on the way."""
    name = host.lower().rstrip(".")
    try:
        return ip_address(name).is_loopback
    except ValueError:  # a name, or the path of a socket
        return name in ("", "localhost") or name.startswith("/") or name.endswith(".localhost")


def is_near(host: str) -> bool:
    """Whether a host is this machine or a neighbour in a network of its own.

    Such as those that Docker Compose and Kubernetes make: there a name has no dot.
    """
    return is_own(host) or not any(sign in host for sign in ".:")


def _nowhere(_host: str) -> bool:
    return False


def _databases(of: Connected) -> Iterator[tuple[str, str]]:
    """Each host of PostgreSQL, and how the connection to it is encrypted (`sslmode`)."""
    try:
        url = sa.make_url(of.database_url)
    except ArgumentError:  # whoever connects says so
        return
    if url.get_backend_name() != "postgresql":
        return
    mode = url.query.get("sslmode") or os.environ.get("PGSSLMODE") or "prefer"
    named = url.host or url.query.get("host") or os.environ.get("PGHOST", "")
    for hosts in (named,) if isinstance(named, str) else named:
        for host in hosts.split(","):
            yield _without_port(host), mode if isinstance(mode, str) else mode[-1]


def _without_port(host: str) -> str:
    return host if host.count(":") != 1 else host.partition(":")[0]


def _databases_with_tls_if_offered(of: Connected) -> Iterator[str]:
    return (host for host, mode in _databases(of) if mode in _OPPORTUNISTIC)


def _databases_without_tls(of: Connected) -> Iterator[str]:
    return (host for host, mode in _databases(of) if mode == "disable")


def _redis_without_tls(of: Connected) -> Iterator[str]:
    parts = urlsplit(of.redis_url)
    if parts.scheme == "redis":
        yield parts.hostname or ""


def _redis_without_certificate(of: Connected) -> Iterator[str]:
    parts = urlsplit(of.redis_url)
    query = parse_qs(parts.query)
    demanded = query.get("ssl_cert_reqs", ["required"])[-1]
    is_demanded = demanded.lower().removeprefix("cert_") == "required"
    is_compared = query.get("ssl_check_hostname", ["true"])[-1].upper() not in _REDIS_FALSE
    if parts.scheme == "rediss" and not (is_demanded and is_compared):
        yield parts.hostname or ""


def _redis_without_password(of: Connected) -> Iterator[str]:
    parts = urlsplit(of.redis_url)
    if parts.scheme in ("redis", "rediss") and not parts.password:
        yield parts.hostname or ""


def _mail_servers(of: Connected, starttls: str) -> Iterator[str]:
    parts = urlsplit(of.smtp_url)
    if parts.scheme == "smtp" and parse_qs(parts.query).get("starttls", ["auto"])[-1] == starttls:
        yield parts.hostname or ""


def _mail_servers_without_tls(of: Connected) -> Iterator[str]:
    return _mail_servers(of, "off")


def _mail_servers_with_tls_if_offered(of: Connected) -> Iterator[str]:
    # Where there is a password, it is sent over TLS or not at all.
    return _mail_servers(of, "auto") if not urlsplit(of.smtp_url).username else iter(())


def _storage_without_tls(of: Connected) -> Iterator[str]:
    parts = urlsplit(of.storage_endpoint)
    if parts.scheme == "http":
        yield parts.hostname or ""


def _scanners(of: Connected) -> Iterator[str]:
    if of.scan_clamd and not of.scan_clamd.startswith("unix:"):
        yield split_host_and_port(of.scan_clamd)[0]


def _issuers_without_tls(of: Connected) -> Iterator[str]:
    for provider in of.oidc_providers:
        parts = urlsplit(provider.issuer)
        if parts.scheme != "https":
            yield parts.hostname or ""


def _public_networks(of: Connected) -> Iterator[str]:
    allowed = networks(of.webhook_allowed_networks)
    return (str(n) for n in allowed if n.is_global and n.prefixlen >= WIDEST[n.version])


#: What keeps production from starting.
REFUSED: Final = (
    OpenWay(
        _databases_without_tls,
        is_own,
        "DATABASE_URL forbids TLS on the way to {host} (sslmode=disable): whoever listens there "
        "reads everything; end it with ?sslmode=verify-full",
    ),
    OpenWay(
        _databases_with_tls_if_offered,
        is_near,
        "DATABASE_URL reaches {host} without TLS whenever somebody on the way wants it: end it "
        "with ?sslmode=verify-full, and with &sslrootcert= if the certificate is your own",
    ),
    OpenWay(
        _redis_without_tls,
        is_near,
        "REDIS_URL reaches {host} without TLS: whoever listens on the way has its password, and "
        "the work; name it as rediss://:password@{host}:6379/0",
    ),
    OpenWay(
        _redis_without_certificate,
        is_own,
        "REDIS_URL takes anybody for {host} (ssl_cert_reqs, ssl_check_hostname): leave them out, "
        "and name your own authority by ssl_ca_certs= if you have one",
    ),
    OpenWay(
        _redis_without_password,
        is_near,
        "REDIS_URL has no password: whoever reaches {host} can delay and repeat work; give it one "
        "(requirepass), as in rediss://:password@{host}:6379/0",
    ),
    OpenWay(
        _mail_servers_without_tls,
        is_own,
        "SMTP_URL forbids TLS on the way to {host} (starttls=off): whoever listens there has the "
        "links that let people in; write ?starttls=required, or name smtps://",
    ),
    OpenWay(
        _storage_without_tls,
        is_near,
        "STORAGE_ENDPOINT reaches {host} without TLS: whoever listens on the way sees the files of "
        "clients; name an https:// address",
    ),
    OpenWay(
        _scanners,
        is_near,
        "SCAN_CLAMD sends every file to {host} without TLS, which clamd does not speak: run it on "
        "this machine or in a network of its own, as in clamd:3310 or unix:/run/clamd.sock",
    ),
    OpenWay(
        _issuers_without_tls,
        is_own,
        "OIDC_PROVIDERS names an issuer at {host} without TLS: whoever is on the way logs in as "
        "anybody; name its https:// address",
    ),
    OpenWay(
        _public_networks,
        _nowhere,
        "WEBHOOK_ALLOWED_NETWORKS lets webhooks go to public addresses ({host}) without TLS: they "
        "are called by https:// anyway; leave them out",
    ),
)
#: What is allowed and could be better.
DISCOURAGED: Final = (
    OpenWay(
        _redis_without_password,
        lambda host: is_own(host) or not is_near(host),
        "REDIS_URL has no password: whoever reaches {host} can delay and repeat work; give it one "
        "(requirepass), as in redis://:password@{host}:6379/0",
    ),
    OpenWay(
        _storage_without_tls,
        lambda host: is_own(host) or not is_near(host),
        "STORAGE_ENDPOINT is without TLS: whoever listens on the way to {host} sees the files of "
        "clients; name an https:// address",
    ),
    OpenWay(
        _mail_servers_with_tls_if_offered,
        is_near,
        "SMTP_URL reaches {host} without TLS whenever somebody on the way wants it, and mails hold "
        "links that let people in: end it with ?starttls=required",
    ),
)
