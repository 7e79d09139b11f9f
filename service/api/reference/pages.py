"""The documentation as pages: the API to read and try out, the problems, and where to begin."""

import inspect
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, send_from_directory

from service.api.http import web
from service.api.http.openapi import document
from service.api.http.problem_types import SLUGS, TABLE
from service.api.operations.workflows import WORKFLOWS
from service.database.errors import StaleDataError
from service.settings import settings

blueprint = Blueprint("docs", __name__, url_prefix="/api/v1/docs")
start = Blueprint("start", __name__)

OPENAPI_URL = "/api/v1/openapi.json"
ME_URL = "/api/v1/auth/me"
EVENTS_URL = "/api/v1/events"
PROJECTS_URL = "/api/v1/projects"
PAGES = Path(__file__).parents[1] / "pages"
#: Where each file of the pages comes from; nothing comes from other machines.
SWAGGER_UI = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
OWN = ("page.css", "answer.css", "reference.css", "reference.js", "feed.css", "feed.js")
#: Seconds for which browsers keep them.
ASSETS_FRESH_S = 3600

#: What the pages may load: their own files, and nothing else.
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
#: The reference runs a script, which styles what it draws and draws its icons itself.
SCRIPTED = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

#: The live feed runs a script, too, and speaks with the API only.
LIVE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

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
        title = slug.replace("-", " ").capitalize()
        problems_by_slug.setdefault(slug, Explained(slug, status, title))
    for slug, words in MEANINGS.items():
        problems_by_slug[slug].meanings.append(words)
    return [problems_by_slug[slug] for slug in sorted(problems_by_slug)]


@blueprint.get("")
@web.for_anybody
def reference() -> Response:
    """The API document, readable."""
    return _page("reference.html", SCRIPTED, openapi_url=OPENAPI_URL, me_url=ME_URL)


@blueprint.get("/events")
@web.for_anybody
def events_page() -> Response:
    """The feed as it comes."""
    return _page("feed.html", LIVE, events_url=EVENTS_URL, me_url=ME_URL, projects_url=PROJECTS_URL)


@blueprint.get("/problems")
@web.for_anybody
def problems_page() -> Response:
    """What each problem's `type` means; its slug is the section's anchor."""
    return _page("problems.html", STRICT, problems=explained())


@blueprint.get("/assets/<string:name>")
@web.for_anybody
def asset(name: str) -> Response:
    """A style, script or icon of the pages."""
    if name in SWAGGER_UI:
        folder = Path(str(resources.files("flask_swagger_ui") / "dist"))
    elif name in OWN:
        folder = PAGES
    else:
        abort(404, f"there is no file {name!r} here")
    return send_from_directory(folder, name, max_age=ASSETS_FRESH_S)


@start.get("/")
def start_page() -> Response:
    """Where to begin."""
    local = settings().embedded  # elsewhere Flower stands behind a proxy that only operators know
    return _page(
        "start.html",
        STRICT,
        openapi_url=OPENAPI_URL,
        workflows=list(WORKFLOWS),
        flower_url=f"http://127.0.0.1:{settings().flower_port}" if local else None,
        version=document.VERSION,
    )


def _page(template: str, policy: str, **values: object) -> Response:
    response = Response(render_template(template, **values), mimetype="text/html")
    response.headers["Content-Security-Policy"] = policy
    return response
