"""What docker-compose.yml says of each service, to be run without an engine of containers."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import extras

ROOT = Path(__file__).parents[2]
#: Where containers have their secrets, and where ours keep what they write.
_SECRETS = "/run/secrets"
_VAR = "/var/lib/werkbank"
#: `${NAME-default}` and `${NAME:-default}`, or `$$` for a plain `$`.
_VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?::?-([^}]*))?\})")


class Composition:
    """The services of docker-compose.yml, with the secrets that deploy/make-secrets makes.

    `folder` is where the secrets are made, and where each host gets a folder of its own; `env` is
    what an operator writes into `.env`.
    """

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        yaml = extras.imported("yaml")
        self._document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
        self._env = env
        self.folder = folder
        self.secrets = folder / "secrets"
        subprocess.run(
            [ROOT / "deploy" / "make-secrets"], cwd=folder, check=True, capture_output=True
        )

    def secret(self, name: str) -> str:
        """A secret of the installation."""
        return (self.secrets / name).read_text().strip()

    def write_secret(self, name: str, value: str) -> None:
        """Do what an operator does with a secret that only they know."""
        path = self.secrets / name
        path.unlink()
        path.write_text(value)

    def command(self, service: str, host: str) -> list[str]:
        """The command line of a service on a host; that of the image where none is stated."""
        words = self._service(service).get("command") or image_command()
        return [self._on(host, word) for word in words]

    def health_check(self, service: str, host: str) -> list[str]:
        """The command that says of a service on a host whether it is well."""
        stated = self._service(service).get("healthcheck")
        kind, *words = stated["test"] if stated else image_health_check()
        found = [self._on(host, word) for word in words]
        return ["sh", "-c", *found] if kind == "CMD-SHELL" else found

    def environment(self, service: str, host: str) -> dict[str, str]:
        """The environment of a service on a host: nothing of ours but where programs are."""
        stated = self._service(service).get("environment", {})
        own = self.host_folder(host)
        return {
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(own / "tmp"),
            "HOSTNAME": host,
            **self._env,
            **{name: self._on(host, str(value)) for name, value in stated.items()},
        }

    def host_folder(self, host: str) -> Path:
        """The folder of a host, which no other host uses."""
        folder = self.folder / "hosts" / host
        (folder / "tmp").mkdir(parents=True, exist_ok=True)
        return folder

    def _service(self, name: str) -> dict[str, Any]:
        service: dict[str, Any] = self._document["services"][name]
        return service

    def _on(self, host: str, text: str) -> str:
        """A text of the composition, with its variables and paths as they are on the host."""

        def value(found: re.Match[str]) -> str:
            name, default = found.groups()
            return "$" if name is None else self._env.get(name) or default or ""

        replaced = _VARIABLE.sub(value, text)
        replaced = replaced.replace(_VAR, str(self.host_folder(host)))
        return replaced.replace(_SECRETS, str(self.secrets))


def image_command() -> list[str]:
    """What the image runs unless told otherwise."""
    return _of_image(r"^CMD (\[.*\])$")


def image_health_check() -> list[str]:
    """How the image is asked whether it is well unless told otherwise, as a composition says it."""
    return ["CMD", *_of_image(r"^HEALTHCHECK .* CMD (\[.*\])$")]


def _of_image(pattern: str) -> list[str]:
    dockerfile = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    (words,) = re.findall(pattern, dockerfile, re.MULTILINE)
    command: list[str] = json.loads(words)
    return command
