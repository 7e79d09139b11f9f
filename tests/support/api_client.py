"""Speaks with a running service over HTTP, as a browser would: with cookies and CSRF tokens."""

from collections.abc import Mapping
from typing import Any

import requests

BASE_PATH = "/api/v1"
#: Seconds that the service may be silent before it counts as gone.
PATIENCE_S = 30.0


class NoAnswer(Exception):
    """Nobody answers at the address, or not in time."""


class RequestRefused(Exception):
    """The service answered with a problem; its message is the problem's own sentence."""

    def __init__(self, method: str, path: str, answer: requests.Response) -> None:
        problem = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        detail = problem.get("detail") or answer.content[:200].decode(errors="replace")
        super().__init__(f"{method} {path} was answered with {answer.status_code}: {detail}")
        self.answer = answer


class ApiClient:
    """One browser: it keeps its cookies and sends the CSRF token that it was given last."""

    def __init__(self, site: str) -> None:
        self._base = site.rstrip("/") + BASE_PATH
        self._session = requests.Session()
        # The service is next door: a proxy that the environment names must not come between.
        self._session.trust_env = False
        self._session.headers["Accept"] = "application/json"

    def ask(
        self,
        method: str,
        path: str,
        json_body: Any = None,
        *,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer to one request, whatever its status; raises NoAnswer.

        `path` follows the base path. Either `json_body` is sent, or `form` and `files` as a form.
        """
        try:
            answer = self._session.request(
                method,
                self._base + path,
                json=json_body,
                data=form,
                files=files,
                headers=headers,
                timeout=PATIENCE_S,
            )
        except requests.RequestException as error:
            raise NoAnswer(f"{self._base} does not answer: {error}") from error
        self._keep_token(path, answer)
        return answer

    def tell(self, method: str, path: str, json_body: Any = None, **more: Any) -> Any:
        """The JSON of a successful answer, None if it is empty; raises RequestRefused, NoAnswer."""
        answer = self.ask(method, path, json_body, **more)
        if answer.status_code >= 400:
            raise RequestRefused(method, path, answer)
        return answer.json() if answer.content else None

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> requests.Response:
        """Send a file as a form does, with its other `fields`; raises NoAnswer."""
        return self.ask("POST", path, form=fields, files={"file": (name, content)})

    @property
    def cookies(self) -> Mapping[str, str]:
        """What the browser keeps."""
        return self._session.cookies.get_dict()

    def _keep_token(self, path: str, answer: requests.Response) -> None:
        """Every answer about an account says which token the next write needs."""
        if path in ("/auth/me", "/auth/login", "/auth/register") and answer.ok:
            self._session.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        elif path == "/auth/logout":
            self._session.headers.pop("X-CSRF-Token", None)
