"""Speaks with a running service over HTTP, as a browser would: with cookies and CSRF tokens."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

BASE_PATH = "/api/v1"
#: Seconds that one answer may take.
PATIENCE_S = 30.0


class NoAnswer(Exception):
    """Nobody answers at the address, or not in time."""


class RequestRefused(Exception):
    """The service answered with a problem; its message is the problem's own sentence."""

    def __init__(self, method: str, path: str, answer: "ApiAnswer") -> None:
        problem = answer.json if "json" in answer.media_type else {}
        detail = problem.get("detail") or answer.body[:200].decode(errors="replace")
        super().__init__(f"{method} {path} was answered with {answer.status}: {detail}")
        self.answer = answer


@dataclass(frozen=True)
class ApiAnswer:
    """What the service said."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """Its `Content-Type` without parameters."""
        return self.headers.get_content_type()

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


class ApiClient:
    """One browser: it keeps its cookies and sends the CSRF token that it was told last."""

    def __init__(self, site: str) -> None:
        self._base = site.rstrip("/") + BASE_PATH
        # The service is next door: a proxy that the environment names must not come between.
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
        self._csrf_token: str | None = None

    def ask(
        self,
        method: str,
        path: str,
        json_body: Any = None,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiAnswer:
        """The answer to one request, whatever its status; raises NoAnswer.

        `path` follows the base path. `json_body` or else `body` is sent.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        if json_body is not None:
            body = json.dumps(json_body).encode()
            sent.setdefault("Content-Type", "application/json")
        if self._csrf_token:
            sent.setdefault("X-CSRF-Token", self._csrf_token)
        request = Request(self._base + path, body, sent, method=method)
        try:
            with self._opener.open(request, timeout=PATIENCE_S) as found:
                answer = ApiAnswer(found.status, found.headers, found.read())
        except HTTPError as error:
            with error:
                answer = ApiAnswer(error.code, error.headers, error.read())
        except (OSError, HTTPException) as error:
            raise NoAnswer(f"{self._base} does not answer: {error}") from error
        self._note_token(path, answer)
        return answer

    def tell(self, method: str, path: str, json_body: Any = None, **more: Any) -> Any:
        """The JSON of a successful answer, None if it is empty; raises Refused, NoAnswer."""
        answer = self.ask(method, path, json_body, **more)
        if answer.status >= 400:
            raise RequestRefused(method, path, answer)
        return answer.json if answer.body else None

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> ApiAnswer:
        """Send a file as a form does, with its other `fields`; raises NoAnswer."""
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        ]
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
        media_type = f"multipart/form-data; boundary={boundary}"
        return self.ask("POST", path, body=body, headers={"Content-Type": media_type})

    def _note_token(self, path: str, answer: ApiAnswer) -> None:
        """Every answer about an account says which token the next write needs."""
        if path in ("/auth/me", "/auth/login", "/auth/register") and answer.status < 300:
            self._csrf_token = answer.json["csrf_token"]
        elif path == "/auth/logout":
            self._csrf_token = None
