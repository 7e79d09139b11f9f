"""Addresses of hosts and databases, as people write them and as libraries want them."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

#: Schemes under which PostgreSQL is commonly announced; all mean the driver psycopg 3 here.
_POSTGRESQL_SCHEMES = ("postgres://", "postgresql://")

Network = IPv4Network | IPv6Network
#: Bits of an IPv6 address that name a customer; they can change the rest (RFC 6177).
IPV6_PREFIX = 64


def networks(text: str) -> tuple[Network, ...]:
    """The networks in a list separated by commas; raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def customer_of(address: str) -> str:
    """By what callers from an address are counted: the address, of IPv6 the network of a customer.

    What is no address stands for itself.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    shift = 128 - IPV6_PREFIX
    return f"{IPv6Address(int(parsed) >> shift << shift)}/{IPV6_PREFIX}"


def parsed_host(host: str) -> str:
    """A host as libraries want it: an IPv6 address without its brackets; raises ValueError."""
    plain = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if ":" in plain:
        try:
            return str(ip_address(plain))
        except ValueError:
            plain = ""
    if not plain or any(sign.isspace() or sign in "/[]@" for sign in plain):
        raise ValueError(f"{host!r} is no address and no name; scheme and port go elsewhere")
    return plain


def host_and_port(host: str, port: int) -> str:
    """Both in one, as URLs write them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def split_host_and_port(text: str) -> tuple[str, int]:
    """The host and the port in `host:3310` or `[::1]:3310`; raises ValueError."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.port is None or parts.path:
        raise ValueError(f"{text!r} has no host and port; write them as in clamd:3310")
    return parts.hostname, parts.port


def check_origins(origins: Iterable[str]) -> None:
    """Raise ValueError for what no browser would send as an origin (RFC 6454, 6.2)."""
    origins = tuple(origins)
    for origin in origins:
        parts = urlsplit(origin)
        plain = f"{parts.scheme}://{parts.netloc}".lower()
        if origin == "*" and len(origins) == 1:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or origin != plain:
            raise ValueError(
                f"{origin!r} is no origin; write https://shop.example, or * and nothing else"
            )


def check_contacts(contacts: Iterable[str]) -> None:
    """Raise ValueError for what cannot be a contact of a security.txt (RFC 9116, 2.5.3)."""
    for contact in contacts:
        if not contact.startswith(("mailto:", "tel:", "https://")) or not contact.isprintable():
            raise ValueError(f"{contact!r} is no contact; write a URI: mailto:, tel: or https:")


def sqlite_url(path: Path) -> str:
    """By SQLAlchemy, as a path may hold what means something else in a URL."""
    url = sa.URL.create("sqlite", database=str(path))
    return url.render_as_string(hide_password=False)


def with_driver(url: str) -> str:
    """The URL of a database with the driver that we use for PostgreSQL."""
    for scheme in _POSTGRESQL_SCHEMES:
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url
