"""Reads lists of IP networks, and says whether an address or another list lies within one."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from service.translations import Sentence
from service.translations import gettext_noop as _

_Network = IPv4Network | IPv6Network


def normal(text: str) -> str:
    """A network or a single address in CIDR notation; raises ValueError with a sentence."""
    try:
        return str(ip_network(text.strip()))
    except ValueError as error:
        raise ValueError(
            Sentence(
                _("is no network such as 192.0.2.0/24 or 2001:db8::/32: {text}"), text=text[:50]
            )
        ) from error


def contains(networks: Sequence[str], address: str) -> bool:
    """Whether `address` lies in one of the networks; False for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return any(parsed in ip_network(network) for network in networks)


def covers(networks: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each of the `others` lies wholly in one of the networks."""
    outer = [ip_network(network) for network in networks]
    return all(any(_within(ip_network(other), network) for network in outer) for other in others)


def _within(inner: _Network, outer: _Network) -> bool:
    if isinstance(inner, IPv4Network) and isinstance(outer, IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, IPv6Network) and isinstance(outer, IPv6Network):
        return inner.subnet_of(outer)
    return False
