"""The documentation as pages: the API to read and try out, the problems, and where to begin."""

from importlib import resources
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, send_from_directory

from service.api.http import web
from service.api.http.openapi import document
from service.api.operations.workflows import WORKFLOWS
from service.api.reference.problems import explained
from service.api.reference.reference import Reference
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = Blueprint("docs", __name__, url_prefix="/api/v1/docs")
start = Blueprint("start", __name__)

OPENAPI_URL: Final = "/api/v1/openapi.json"
ME_URL: Final = "/api/v1/auth/me"
EVENTS_URL: Final = "/api/v1/events"
PROJECTS_URL: Final = "/api/v1/projects"
PAGES: Final = Path(__file__).parents[1] / "pages"
#: Where each file of the pages comes from; nothing comes from other machines.
SWAGGER_UI: Final = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
OWN: Final = (
    *("page.css", "answer.css", "feed.css", "feed.js", "try.css", "try.js"),
    *("reference.css", "reference.js", "theme.js"),
)
#: Seconds for which browsers keep them.
ASSETS_FRESH_S: Final = 3600

#: What the pages may load: their own files, and nothing else.
STRICT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: What is tried out runs a script that styles what it draws and draws its icons itself.
SCRIPTED: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@blueprint.get("")
@web.for_anybody
def overview() -> Response:
    """What holds for every request, and all operations."""
    return _page_of_reference("overview.html")


@blueprint.get("/operations/<string:name>")
@web.for_anybody
def operation(name: str) -> Response:
    """All of one operation: what it takes, what it answers, code, and what may follow."""
    reference = _reference()
    if name not in reference.operations.by_name:
        abort(404, Sentence(_("there is no operation {name!r}; /api/v1/docs lists all"), name=name))
    return _page_of_reference(
        "operation.html",
        operation=reference.operations.by_name[name],
        details=reference.operations.details(name),
    )


@blueprint.get("/schemas/<string:name>")
@web.for_anybody
def schema(name: str) -> Response:
    """All fields, or all values, of one schema, and who uses it."""
    reference = _reference()
    if name not in reference.schemas.names():
        abort(404, Sentence(_("there is no schema {name!r}; /api/v1/docs lists all"), name=name))
    content = reference.schemas.get(name)
    return _page_of_reference(
        "schema.html",
        name=name,
        schema=content,
        fields=reference.schemas.fields(content),
        choices=reference.schemas.choices(content) if "enum" in content else (),
        users=reference.operations.using(name),
    )


@blueprint.get("/webhooks")
@web.for_anybody
def webhooks_page() -> Response:
    """Every type of event, with what it says; its name is the section's anchor."""
    return _page_of_reference("webhooks.html")


@blueprint.get("/problems")
@web.for_anybody
def problems_page() -> Response:
    """What each problem's `type` means; its slug is the section's anchor."""
    return _page_of_reference("problems.html", problems=explained())


@blueprint.get("/search.json")
@web.for_anybody
def search_index() -> Response:
    """What the search of these pages looks through."""
    response = current_app.make_response(_reference().search_entries())
    response.headers["Cache-Control"] = f"max-age={ASSETS_FRESH_S}"
    return response


@blueprint.get("/try")
@web.for_anybody
def try_page() -> Response:
    """The API to try out."""
    return _page("try.html", SCRIPTED, openapi_url=OPENAPI_URL, me_url=ME_URL)


@blueprint.get("/events")
@web.for_anybody
def events_page() -> Response:
    """The feed as it comes."""
    return _page(
        "feed.html", STRICT, events_url=EVENTS_URL, me_url=ME_URL, projects_url=PROJECTS_URL
    )


@blueprint.get("/assets/<string:name>")
@web.for_anybody
def asset(name: str) -> Response:
    """A style, script or icon of the pages."""
    if name in SWAGGER_UI:
        folder = Path(str(resources.files("flask_swagger_ui") / "dist"))
    elif name in OWN:
        folder = PAGES
    else:
        abort(404, Sentence(_("there is no file {name!r} here"), name=name))
    return send_from_directory(folder, name, max_age=ASSETS_FRESH_S)


@start.get("/developers")
def start_page() -> Response:
    """Where developers begin; people begin at the console."""
    local = settings().embedded  # elsewhere Flower stands behind a proxy that only operators know
    return _page(
        "start.html",
        STRICT,
        openapi_url=OPENAPI_URL,
        workflows=list(WORKFLOWS),
        flower_url=f"http://127.0.0.1:{settings().flower_port}" if local else None,
        version=document.VERSION,
    )


def _reference() -> Reference:
    """The document as it is shown; made once, as the document is."""
    reference: Reference = current_app.extensions.setdefault("reference", Reference())
    return reference


def _page_of_reference(template: str, **values: object) -> Response:
    reference = _reference()
    return _page(
        f"reference/{template}",
        STRICT,
        reference=reference,
        prose=reference.prose,
        openapi_url=OPENAPI_URL,
        **values,
    )


def _page(template: str, policy: str, **values: object) -> Response:
    response = Response(render_template(template, **values), mimetype="text/html")
    response.headers["Content-Security-Policy"] = policy
    return response
