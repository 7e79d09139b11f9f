"""Says what keeps an installation from standing on the open internet, all of it at once.

One list of checks: each looks at the settings and says in a sentence what is wrong and what would
be right, never with a secret in it.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Iterator, Sequence
from email.utils import parseaddr
from typing import Final, Protocol
from urllib.parse import urlsplit

from service.values.addresses import Network, networks
from service.values.environment import PREFIX
from service.values.secret_keys import is_guessable
from service.values.transport import WIDEST, Connected, transport_faults, transport_warnings

#: What stands in examples and defaults, and is therefore tried first.
DEFAULT_PASSWORDS: Final = frozenset(
    (
        *("a", "admin", "administrator", "change", "changeme", "default", "example", "foobared"),
        *("guest", "letmein", "pass", "passwd", "password", "postgres", "postgresql", "redis"),
        *("root", "secret", "test", "user", "valkey", "werkbank"),
    )
)
#: The settings that hold keys, one or several.
_KEYS: Final = ("secret_key", "former_secret_keys", "encryption_keys", "history_keys")
#: A host with or without a port, as links name them: no name of a user, no blank.
_NETLOC: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::[0-9]{1,5})?")
#: Signs of the shortest password for Flower, as for people.
SHORTEST_PASSWORD: Final = 12
#: Addresses that every network may use for itself (RFC 4193), more of them than any other is wide.
_UNIQUE_LOCAL: Final = ipaddress.IPv6Network("fc00::/7")
#: Where machines reach themselves, and where clouds hand out the credentials of a machine.
_OWN: Final = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10"))
)
#: Variables that switch tools for developers on, which show and run whatever somebody asks for.
_DEBUGGING: Final = ("FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "PYTHONINSPECT")
_OFF: Final = frozenset({"", "0", "false", "no"})


class Installation(Connected, Protocol):
    """The settings that decide how safe an installation is."""

    secret_key: str
    former_secret_keys: str
    encryption_keys: str
    history_keys: str
    flower_basic_auth: str
    public_url: str
    mail_from: str
    email_confirmation: bool | None
    contractor_approval: bool | None
    trusted_proxies: str
    operations_token: str
    cors_origins: str
    security_contact: str
    storage_access_key_id: str
    storage_secret_access_key: str


Check = Callable[[Installation], Iterator[str]]


class UnfitForProduction(ValueError):
    """The settings are not safe for strangers; `faults` says why, a sentence for each reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


def refuse(faults: Sequence[str]) -> None:
    """Raise UnfitForProduction if there are any."""
    if faults:
        raise UnfitForProduction(faults)


def production_faults(of: Installation) -> list[str]:
    """A sentence for each reason not to start; empty if there is none."""
    return [fault for check in CHECKS for fault in check(of)]


def production_warnings(of: Installation) -> list[str]:
    """A sentence for each thing that is allowed and could be better."""
    warnings = []
    if of.database_url.startswith("sqlite"):
        warnings.append(
            f"{PREFIX}DATABASE_URL is SQLite: everything runs on one machine, and no role of the "
            "database keeps the service from rewriting histories; PostgreSQL does both better"
        )
    if not of.security_contact:
        warnings.append(
            f"{PREFIX}SECURITY_CONTACT is empty: whoever finds a vulnerability has nobody to tell; "
            "name somebody, as in mailto:security@werkbank.example"
        )
    if not of.trusted_proxies.strip():
        warnings.append(
            f"{PREFIX}TRUSTED_PROXIES is empty: behind a proxy all callers share its address and "
            "its limits; name the network of the proxy"
        )
    return [*warnings, *transport_warnings(of), *_openings(of)]


def _openings(of: Installation) -> Iterator[str]:
    if near := _overlapping(of.webhook_allowed_networks, _OWN):
        yield (
            f"{PREFIX}WEBHOOK_ALLOWED_NETWORKS lets users call {near}: what listens there for this "
            "machine alone, and where clouds hand out its credentials; leave it out"
        )
    if len({*_keys(of)}) < len(_keys(of)):
        yield (
            "one key stands in several settings: whoever learns it for one purpose has the others, "
            "too; make each of its own"
        )


def _secrets(of: Installation) -> Iterator[str]:
    for name in ("secret_key", "encryption_keys", "history_keys", "flower_basic_auth"):
        if not getattr(of, name):
            yield f"{PREFIX}{name.upper()} must be set outside the embedded mode"
    for name in (*_KEYS, "operations_token"):
        if any(is_guessable(key) for key in _parts(getattr(of, name))):
            yield (
                f"{PREFIX}{name.upper()} can be guessed: a key must hold 32 random bytes "
                "(openssl rand -hex 32 makes one)"
            )


def _keys(of: Installation) -> list[str]:
    return [key for name in _KEYS for key in _parts(getattr(of, name))]


def _flower(of: Installation) -> Iterator[str]:
    # Flower takes several names with their passwords, separated by commas.
    if any(_is_open(*each.split(":", 1)) for each in _parts(of.flower_basic_auth)):
        yield (
            f"{PREFIX}FLOWER_BASIC_AUTH needs a name and a password of at least "
            f"{SHORTEST_PASSWORD} signs, as in operator:{'.' * SHORTEST_PASSWORD}"
        )


def _is_open(name: str, password: str = "") -> bool:
    """Whether this name and password let in whoever tries the usual ones."""
    is_usual = password.lower() in {name.lower(), *DEFAULT_PASSWORDS}
    return not name or len(password) < SHORTEST_PASSWORD or is_usual


def _address(of: Installation) -> Iterator[str]:
    parts = urlsplit(of.public_url)
    beyond = parts.query or parts.fragment
    if parts.scheme != "https" or not _NETLOC.fullmatch(parts.netloc) or beyond:
        yield (
            f"{PREFIX}PUBLIC_URL must be the https:// address that people call, as in "
            "https://werkbank.example: links in mails and cookies depend on it"
        )


def _strangers(of: Installation) -> Iterator[str]:
    if not of.contractor_approval:
        yield f"{PREFIX}CONTRACTOR_APPROVAL cannot be switched off outside the embedded mode"


def _passwords(of: Installation) -> Iterator[str]:
    for name, url in (("DATABASE_URL", of.database_url), ("REDIS_URL", of.redis_url)):
        parts = urlsplit(url)
        password = (parts.password or "").lower()
        if password and password in {(parts.username or "").lower(), *DEFAULT_PASSWORDS}:
            yield f"the password in {PREFIX}{name} is a usual one; set a random one there"


def _mail(of: Installation) -> Iterator[str]:
    if not of.email_confirmation:
        yield f"{PREFIX}EMAIL_CONFIRMATION cannot be switched off outside the embedded mode"
    server = urlsplit(of.smtp_url)
    if server.scheme not in ("smtp", "smtps") or not server.hostname:
        yield (
            f"{PREFIX}SMTP_URL must name a mail server, as in smtp://name:password@host:587: "
            "nobody can confirm an address without"
        )
    domain = parseaddr(of.mail_from)[1].rpartition("@")[2]
    if domain == "localhost" or domain.endswith(".localhost"):
        yield (
            f"{PREFIX}MAIL_FROM must be an address that can be answered, as in "
            "Werkbank <orders@werkbank.example>"
        )


def _believed(of: Installation) -> Iterator[str]:
    if _has_too_wide(of.trusted_proxies):
        yield (
            f"{PREFIX}TRUSTED_PROXIES believes everybody about who they are; name the network of "
            "your proxies only"
        )
    if _has_too_wide(of.webhook_allowed_networks):
        yield (
            f"{PREFIX}WEBHOOK_ALLOWED_NETWORKS lets users call everything that this machine "
            "reaches; name the networks of their systems only"
        )
    if any(origin.startswith("http://") for origin in _parts(of.cors_origins)):
        yield (
            f"{PREFIX}CORS_ORIGINS lets pages in that came without TLS, with the cookies of their "
            "readers; name https:// origins only"
        )


def _storage(of: Installation) -> Iterator[str]:
    if bool(of.storage_access_key_id) != bool(of.storage_secret_access_key):
        yield (
            f"{PREFIX}STORAGE_ACCESS_KEY_ID and {PREFIX}STORAGE_SECRET_ACCESS_KEY belong together; "
            "set both, or neither"
        )
    if of.storage_secret_access_key.lower() in {"minioadmin", *DEFAULT_PASSWORDS}:
        yield f"{PREFIX}STORAGE_SECRET_ACCESS_KEY is a usual one; set a random one there"


def _has_too_wide(text: str) -> bool:
    """Whether a list of networks holds one that is wider than anybody's own."""
    return any(
        network.prefixlen < WIDEST[network.version] and network != _UNIQUE_LOCAL
        for network in networks(text)
    )


def _overlapping(text: str, others: Sequence[Network]) -> str:
    """Those of a list of networks that have addresses in common with others."""
    near = [
        str(network)
        for network in networks(text)
        if any(network.version == other.version and network.overlaps(other) for other in others)
    ]
    return ", ".join(near)


def _debugging(of: Installation) -> Iterator[str]:
    for name in _DEBUGGING:
        if os.environ.get(name, "").strip().lower() not in _OFF:
            yield f"{name} is for developers and shows strangers the inside; unset it"


#: Every check; a new one joins here.
CHECKS: tuple[Check, ...] = (
    _secrets,
    _flower,
    _address,
    _passwords,
    _strangers,
    _mail,
    _believed,
    _storage,
    transport_faults,
    _debugging,
)


def _parts(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(",") if part.strip())
