"""The parts that all operations of the OpenAPI document share: problems, headers, identities."""

from typing import Any, Final

from service.api.http.problems import MEDIA_TYPE

DESCRIPTION: Final = """\
Have parts made by others: configure, verify, price, send, follow.

**Who asks.** `Authorization: Bearer wb_...` with an API key, or the session cookie of a browser. \
`GET /auth/me` gives a browser without one a visitor's session, and the `csrf_token` that every \
write by cookie sends as `X-CSRF-Token`.

**Errors** are problem documents (RFC 9457); each `type` is [explained](/api/v1/docs/problems). \
What is not yours answers 404, as what does not exist.

**Writing.** `Idempotency-Key` makes a repeat safe: the same request gets the same answer, with \
`Idempotent-Replayed: true`, for a day. `If-Match` with the `ETag` that you have seen makes sure \
that nobody was faster. `?dry_run=true` does everything and keeps nothing.

**Sizes.** `?fields=` sends some fields alone; what is large or rarely needed comes with \
`?include=`.

**Lists** are pages: `?limit=`, and `?cursor=` with the `next` of the page before.

**Limits** that counted a request stand in `RateLimit-Policy` and `RateLimit` of its answer; \
`quotas` of `GET /auth/me` lists all. What will go says so in `Deprecation` and `Sunset`.

**Workers** do what takes long: such a request answers 202, and `state` shows how far it is.
"""

#: In the order in which an integrator needs them.
TAGS: Final = {
    "Accounts": "Registering, logging in, who I am.",
    "API keys": "Keys for programs.",
    "Projects": "Several parts that belong together.",
    "Processes": "One part to be made: configuration, moves, contractors' choice, offers.",
    "Files": "Models and attachments of a process.",
    "Estimates": "What a part would cost, without ordering it.",
    "Verification": "Who can make it, at what price, by when; and all that was done.",
    "Requests": "A contractor's inbox and its answers.",
    "Messages": "Client and contractors talk.",
    "Documents": "The papers of an order, numbered, in German and English.",
    "Events": "What happened, in order; nothing is missed.",
    "Webhooks": "Endpoints that are called for every event, and what they were sent.",
    "Catalogue": "Services, technologies, materials, post-processings, contractors.",
    "Organizations": "Companies, which own projects or make parts.",
    "Members": "Who belongs to an organization.",
    "Roles": "What members may do.",
    "Audit": "Who did what to an organization or an account, and from where.",
    "Workflow": "The lifecycles that the service works by.",
    "Operations": "For those who run the service.",
}

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457 problem document",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "stable address of the explanation"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a sentence with the values in it"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "with 422: what is wrong where",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "state": {"type": "string", "description": "with 409: the state that forbids it"},
        "actions": {
            "type": "array",
            "description": "with 409: what the caller may fire instead",
            "items": {"type": "string"},
        },
        "missing": {
            "type": "array",
            "description": "with 409: what it still needs",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "position": {"type": "integer", "description": "with 410: where to read on"},
        "items": {
            "type": "array",
            "description": "with 409 of several: what became of each",
            "items": {"$ref": "#/components/schemas/ResultShown"},
        },
    },
}

SOME_FIELDS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "with `fields`: those alone, null where one has no value now",
}

SECURITY_SCHEMES: Final = {
    "api_key": {"type": "http", "scheme": "bearer", "description": "An API key: `wb_...`"},
    "session": {"type": "apiKey", "in": "cookie", "name": "werkbank_session"},
    "csrf_token": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "`csrf_token` of `GET /auth/me`; with the session cookie only",
    },
}

PARAMETERS: Final = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "makes a repeat of this request safe",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "the `ETag` that the caller has seen; another version answers 412",
        "schema": {"type": "string", "examples": ['"7"']},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "the `ETag` that must not be there; `*`: nothing may be there; else a write "
        "answers 412, and a read 304",
        "schema": {"type": "string", "examples": ["*"]},
    },
    "DryRun": {
        "name": "dry_run",
        "in": "query",
        "description": "do everything, keep nothing",
        "schema": {"type": "boolean", "default": False},
    },
}

_RETRY_AFTER: Final = {
    "Retry-After": {"description": "seconds", "schema": {"type": "integer", "minimum": 0}}
}
_RATE_LIMIT: Final = {
    "RateLimit-Policy": {
        "description": "each limit that counted this request: `q` requests in `w` seconds",
        "schema": {"type": "string", "examples": ['"logins";q=300;w=60']},
    },
    "RateLimit": {
        "description": "what is left of each: `r` requests, one more after `t` seconds",
        "schema": {"type": "string", "examples": ['"logins";r=0;t=42']},
    },
}
#: The answers that several operations may give, unless they say it in words of their own.
PROBLEMS: Final = {
    "400": ("Unreadable", "The request cannot be read."),
    "401": ("Unauthenticated", "Nobody knows who asks, or the API key lets nobody in."),
    "403": ("Forbidden", "A right is missing, or the CSRF token."),
    "404": ("NotFound", "Unknown, or not yours."),
    "409": ("Conflict", "The state forbids it, or the first request with the key still runs."),
    "412": ("PreconditionFailed", "The version has moved on."),
    "413": ("TooLarge", "The body is too large."),
    "415": ("UnsupportedMediaType", "The body is of another media type."),
    "422": ("Invalid", "The input is readable, but not valid."),
    "429": ("TooManyRequests", "Too often; try again after the time of `Retry-After`."),
    "503": ("Unavailable", "A dependency is down; try again."),
    "507": ("NoRoom", "The disk is full; nothing was changed."),
}


def problem(status: str, description: str) -> dict[str, Any]:
    """A response with a problem document."""
    response: dict[str, Any] = {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    headers = _RETRY_AFTER if status in ("429", "503", "507") else {}
    headers |= _RATE_LIMIT if status == "429" else {}
    return response | ({"headers": headers} if headers else {})


def shared_responses() -> dict[str, Any]:
    """`components.responses`: each shared answer once."""
    return {name: problem(status, words) for status, (name, words) in PROBLEMS.items()}
