"""Records what the service answers to successful requests, one for each operation, made repeatable.

Ids, times and secrets are other ones on every run: they are put in a form that stays the same.
"""

import re
from hashlib import sha256

from tests.support.callers import API, Caller
from tests.support.tenants import operation_of

#: A list says enough with so many of its objects.
MOST_ENTRIES = 2
#: Every time is said as this one: what counts is its form.
MOMENT = "2027-03-01T09:00:00Z"
#: What is another one each time, by the name of its field.
BY_NAME = {
    "csrf_token": "IjY1ZjA1Y2Q2Ig.ZeGh3A.Sx2mQpt9",
    "key": "wb_...",
    "token": "WyJ0aGUgZW5kIiwib2YgdGhlIGxpbmsiXQ.kF3nVwq0",
    "prefix": "wb_Xh3k9",
    "secret": "whsec_...",
    "next": "MDE5NWUxNzAtN2U4MC03YjY1",
    "email": "ada@shop.example",
    "duration_ms": 12,
    "remaining": 100,  # what has refilled meanwhile depends on how fast the machine is
    "login_token": "WyJ0aGUgZW5kIiwib2YgdGhlIGxpbmsiXQ.kF3nVwq0",
    "uri": "otpauth://totp/Werkbank:ada%40shop.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
}
#: Those of RFC 6238, appendix B, at its first moment.
TOTP_SECRET, TOTP_CODE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "287082"
_RECOVERY_CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
_NUMBER = re.compile(r"\bWB-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class Recorder:
    """The first successful answer of every operation that is asked while it is recording."""

    def __init__(self, application):
        self.examples = {}
        self._application = application
        self._routes = application.url_map.bind("localhost")
        self._seen = {}

    def record_callers(self, monkeypatch):
        """From now on, whatever a caller asks is recorded."""
        ask = Caller.ask

        def recording(caller, method, path, headers=None, **more):
            answer = ask(caller, method, path, headers, **more)
            self._note(method, path, more.get("json"), answer)
            return answer

        monkeypatch.setattr(Caller, "ask", recording)

    def _note(self, method, path, body, answer):
        if answer.status_code >= 300:
            return
        place, _, query = path.partition("?")
        endpoint, arguments = self._routes.match(API + place, method)
        operation = operation_of(self._application.view_functions[endpoint])
        if operation in self.examples or "dry_run" in query:
            return
        example = {"status": answer.status_code}
        if arguments:
            example["path"] = self._plain({name: str(value) for name, value in arguments.items()})
        if body is not None:
            example["body"] = self._plain(body)
        if answer.mimetype == "application/json" and answer.data:
            example["answer"] = self._plain(answer.json)
        elif answer.mimetype in ("text/csv", "text/plain") and not place.endswith("/content"):
            example["answer"] = self._text(answer.text)
        self.examples[operation] = example

    def _plain(self, value, name=""):
        if isinstance(value, dict):
            return {self._text(key): self._plain(each, key) for key, each in value.items()}
        if isinstance(value, list):
            entries = value[:MOST_ENTRIES] if value and isinstance(value[0], dict) else value
            return [self._plain(each, name) for each in entries]
        if name == "secret" and not str(value).startswith("whsec_"):
            return TOTP_SECRET
        if name == "code" and isinstance(value, str) and value.isdecimal():
            return TOTP_CODE
        if name in BY_NAME and value is not None:
            return BY_NAME[name]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text):
        text = _MOMENT.sub(MOMENT, text)
        text = _RECOVERY_CODE.sub("7K3M-9Q2T-4VXA-0HJ8", text)
        text = _UUID.sub(lambda match: self._in_order("id", match[0]), text)
        text = _DIGEST.sub(lambda match: self._in_order("digest", match[0]), text)
        return _NUMBER.sub(lambda match: self._in_order("number", match[0]), text)

    def _in_order(self, kind, value):
        """A stand-in for a value, by when it was seen first."""
        place = self._seen.setdefault((kind, value), len(self._seen) + 1)
        if kind == "id":
            return f"0195e170-7e80-7000-8000-{place:012}"
        if kind == "digest":
            return sha256(str(place).encode()).hexdigest()
        return f"WB-0001-{place:04}"
