"""Every kind of problem that the service answers with, and what each may mean."""

import inspect
from dataclasses import dataclass, field

from service.api.http.problem_types import SLUGS, TABLE, title_of
from service.database.errors import StaleDataError

#: What problems mean that are none of our own exceptions.
MEANINGS = {
    "unreadable": "The request cannot be read, for example because its body is no JSON.",
    "unauthenticated": "Send an API key, or the session cookie of `GET /auth/me`.",
    "forbidden": "You may know of it, but not do this with it.",
    "not-found": "There is no such address.",
    "method-not-allowed": "The address has no such method; `Allow` names those that it has.",
    "too-large": "The body is larger than is taken here.",
    "unsupported-media-type": "The body is of a media type that is not read here.",
    "range-not-satisfiable": "The content does not reach as far as the range asked for.",
    "invalid": "The input is readable, but not valid; `errors` says what is wrong where.",
    "too-many-requests": "Too often from your address; `Retry-After` says when to try again.",
    "head-too-large": "The line and the headers of the request are longer than is taken.",
    "internal": "A bug of the service. It has been logged; nothing of the request was kept.",
    "no-room": "The disk is full; nothing was changed, and it works again once there is room.",
    "unavailable": "A dependency is down; `Retry-After` says when to try again.",
    "changed-meanwhile": "Somebody else changed the same thing at the same moment: read again.",
}


@dataclass
class Explained:
    """A kind of problem, with all that it may mean."""

    slug: str
    status: int
    title: str
    meanings: list[str] = field(default_factory=list)


def explained() -> list[Explained]:
    """Every kind of problem that the service answers with, by slug."""
    problems_by_slug: dict[str, Explained] = {}
    for error, row in TABLE.items():
        entry = problems_by_slug.setdefault(row.slug, Explained(row.slug, row.status, row.title))
        words = (inspect.getdoc(error) or "").split("\n\n")[0].replace("\n", " ")
        if error is not StaleDataError and words not in entry.meanings:
            entry.meanings.append(words)
    for status, slug in SLUGS.items():
        problems_by_slug.setdefault(slug, Explained(slug, status, title_of(slug)))
    for slug, words in MEANINGS.items():
        problems_by_slug[slug].meanings.append(words)
    return [problems_by_slug[slug] for slug in sorted(problems_by_slug)]
