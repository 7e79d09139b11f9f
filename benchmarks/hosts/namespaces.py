"""Hosts on one machine: network namespaces with a name and an address each, joined by a bridge.

Needs root and iproute2; Linux alone has network namespaces.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

#: Where iproute2 looks for what a namespace sees in the place of files of /etc (ip-netns(8)).
_ETC = Path("/etc/netns")
#: `CLONE_NEWNET` of Linux's setns(2): the network namespace is the one that is entered.
_CLONE_NEWNET = 0x40000000
#: Nobody has this address (locally administered): what is sent to it is lost in silence.
_NOBODY = "02:00:00:00:00:fe"
#: The hosts' network: private, and with no way out.
_NETWORK = "10.91.0"
NETWORK = f"{_NETWORK}.0/24"
#: A port that nobody listens on: who is reached refuses at once.
_PROBE = """
import socket, sys
try:
    socket.create_connection((sys.argv[1], 1), timeout=1)
except ConnectionRefusedError:
    sys.exit(0)
except OSError:
    sys.exit(1)
"""


class NoNamespaces(click.ClickException):
    """This machine does not let us make hosts of namespaces."""


class HostNetwork:
    """A network of hosts of its own; use it as a context, after which all of them are gone."""

    def __init__(self) -> None:
        self._ip = shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        self._prefix = f"werkbank-{os.getpid()}-"
        self._addresses: dict[str, str] = {}
        self._lines = ["127.0.0.1 localhost"]

    def __enter__(self) -> "HostNetwork":
        if self._ip is None or os.geteuid() != 0:
            raise NoNamespaces("Hosts in network namespaces take root and iproute2 (`ip`).")
        self._run("netns", "add", self._name("switch"))
        self._run(*self._on("switch"), "link", "add", "bridge", "type", "bridge")
        self._run(*self._on("switch"), "link", "set", "bridge", "up")
        return self

    def __exit__(self, *_: object) -> None:
        for name in ("switch", *self._addresses):
            self._run("netns", "delete", self._name(name))
            shutil.rmtree(_ETC / self._name(name), ignore_errors=True)

    def join(self, name: str, *aliases: str) -> str:
        """Add the host `name`, which others call by `aliases`, too; its address."""
        number = len(self._addresses) + 1
        address, port = f"{_NETWORK}.{number}", f"port{number}"
        self._addresses[name] = address
        self._lines.append(" ".join((address, name, *aliases)))
        self._run("netns", "add", self._name(name))
        peer = ("peer", "name", port, "netns", self._name("switch"))
        self._run(*self._on(name), "link", "add", "eth0", "type", "veth", *peer)
        self._run(*self._on(name), "address", "add", f"{address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            self._run(*self._on(name), "link", "set", link, "up")
        self._run(*self._on("switch"), "link", "set", port, "master", "bridge", "up")
        self._tell_names()
        return address

    def address(self, name: str) -> str:
        """The address of a host that has joined."""
        return self._addresses[name]

    def command(self, name: str, words: Sequence[str | Path]) -> list[str]:
        """The command line that runs `words` on the host, as a machine of that name."""
        return [
            *(str(self._ip), "netns", "exec", self._name(name), "unshare", "--uts"),
            *("sh", "-c", 'hostname "$0" && exec "$@"', name, *map(str, words)),
        ]

    def unplug(self, name: str) -> None:
        """Take the host off the network: nobody hears from it, not even that it is gone."""
        self._run(*self._on(name), "link", "set", "eth0", "down")

    def plug_in(self, name: str) -> None:
        """Undo `unplug`."""
        self._run(*self._on(name), "link", "set", "eth0", "up")

    def cut(self, one: str, other: str) -> None:
        """Lose in silence whatever these two hosts send each other."""
        for here, there in ((one, other), (other, one)):
            to = ("to", self._addresses[there], "lladdr", _NOBODY, "dev", "eth0")
            self._run(*self._on(here), "neighbour", "replace", *to, "nud", "permanent")

    def mend(self, one: str, other: str) -> None:
        """Undo `cut`."""
        for here, there in ((one, other), (other, one)):
            to = ("to", self._addresses[there], "dev", "eth0")
            self._run(*self._on(here), "neighbour", "delete", *to)

    def reaches(self, one: str, other: str) -> bool:
        """Whether a connection from one host to the other is answered, be it by a refusal."""
        probe = [sys.executable, "-ISc", _PROBE, self._addresses[other]]
        return subprocess.run(self.command(one, probe), check=False).returncode == 0

    def enter(self, name: str) -> None:
        """Let the calling thread, and threads that it starts, work on the host from now on."""
        libc = ctypes.CDLL(None, use_errno=True)
        with open(f"/run/netns/{self._name(name)}") as namespace:
            if libc.setns(namespace.fileno(), _CLONE_NEWNET):
                raise NoNamespaces(os.strerror(ctypes.get_errno()))

    def _name(self, name: str) -> str:
        return f"{self._prefix}{name}"

    def _tell_names(self) -> None:
        """Write for each host whom it calls by which name.

        The files keep their place, so that who runs already sees what is new.
        """
        for name in self._addresses:
            hosts = _ETC / self._name(name) / "hosts"
            hosts.parent.mkdir(parents=True, exist_ok=True)
            hosts.write_text("\n".join((*self._lines, "")))

    def _on(self, name: str) -> tuple[str, str]:
        return "-netns", self._name(name)

    def _run(self, *words: str) -> None:
        done = subprocess.run([str(self._ip), *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoNamespaces(f"`ip {' '.join(words)}` failed: {done.stderr.strip()}")
