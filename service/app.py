"""Builds the web application from its settings."""

from collections.abc import Callable
from contextlib import suppress

import structlog
from apiflask import APIFlask
from flask import Request, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from service import api, console, logging_setup, tracing
from service.api.http import (
    access_log,
    content_coding,
    cross_origin,
    deprecations,
    forbidden_signs,
    idempotency,
    problems,
    query_parameters,
    server_contract,
    uploads,
    web,
)
from service.api.http.json_bodies import Asking, OrjsonBody
from service.api.http.openapi import document
from service.api.http.origins import check_host
from service.api.http.trusted_proxies import TrustedProxies
from service.database import transactions
from service.database.errors import DatabaseError
from service.events.streaming import openings
from service.operations import fitness
from service.settings import settings

log = structlog.get_logger(__name__)

BASE_PATH = "/api/v1"
#: Connections to the database beside one for each thread: for the probes of health, and streams.
SPARE_CONNECTIONS = 4 + openings.THREADS
#: A JSON body is held in memory, so it is bounded; files take another way.
MAX_JSON_BYTES = 2 * 1024 * 1024


#: What an answer may do that is no page of ours: nothing.
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NO_SENSES = "camera=(), geolocation=(), microphone=()"
#: RFC 6797; other hosts of the domain are not ours to decide about.
TLS_FOR_A_YEAR = "max-age=31536000"


class Werkbank(APIFlask):
    """The application: every request is one transaction, whatever route answers it."""

    json_provider_class = OrjsonBody
    request_class = Asking

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Routes look at the path alone; `/events/ws` itself sees to what is a WebSocket."""
        if request is not None:
            check_host(request.environ.get("HTTP_HOST", ""))
        adapter = super().create_url_adapter(request)
        if adapter is not None:
            adapter.websocket = False
        return adapter

    def most_body_bytes(self, method: str, path: str) -> int:
        """Bytes that the body of a request may have, whatever its coding."""
        with suppress(HTTPException):
            endpoint, _ = self.url_map.bind("").match(path, method)
            if getattr(self.view_functions[endpoint], "takes_file", False):
                return settings().max_upload_bytes + uploads.FORM_BYTES
        return MAX_JSON_BYTES

    def dispatch_request(self) -> ResponseReturnValue:
        server_contract.check_refusal()
        view = self.view_functions.get(request.endpoint or "")
        if view is None or request.routing_exception:
            return super().dispatch_request()
        forbidden_signs.check_address()
        if not request.path.startswith(BASE_PATH):
            return super().dispatch_request()
        if request.method == "OPTIONS":  # says what anybody may know, as a preflight must
            return super().dispatch_request()
        query_parameters.check(view)
        if getattr(view, "for_anybody", False):
            return super().dispatch_request()
        web.check_request()
        if replayed := idempotency.reserve_key(uploads.content):
            return replayed
        if getattr(view, "own_transaction", False):
            return super().dispatch_request()
        answer: Callable[[], ResponseReturnValue] = super().dispatch_request
        return web.in_transaction(answer)


def create_app() -> Werkbank:
    """The application of this process' settings, with the database connected."""
    logging_setup.configure()
    if not transactions.is_connected():
        most = settings().web_threads + SPARE_CONNECTIONS
        transactions.connect(settings().database_url, most)
    _check_data()
    fitness.check_storage()
    tracing.begin("web")
    return assemble()


def _check_data() -> None:
    try:
        with transactions.reading() as db:
            fitness.check_data(db, settings())
    except DatabaseError as error:
        log.warning("the database could not be looked into at the start", error=str(error)[:300])


def assemble() -> Werkbank:
    """The application with all its routes; what it knows of the settings it asks them each time."""
    app = Werkbank(
        __name__,
        title="Werkbank",
        version=document.VERSION,
        docs_path=None,
        spec_path=f"{BASE_PATH}/openapi.json",
        static_folder=None,  # type: ignore[arg-type]
        template_folder="api/pages",
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_JSON_BYTES
    app.wsgi_app = TrustedProxies(app.wsgi_app)  # type: ignore[method-assign]
    access_log.install(app)
    document.describe(app)
    problems.handle(app)
    for blueprint in api.BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=BASE_PATH + (blueprint.url_prefix or ""))
    for page in (*api.AT_ROOT, *console.BLUEPRINTS):
        app.register_blueprint(page)
    app.teardown_request(_tidy)
    app.after_request(_protect)
    app.after_request(deprecations.announce)
    app.after_request(_share)
    app.after_request(content_coding.encode)  # before, as the last one is called first
    return app


def _tidy(error: BaseException | None) -> None:
    if "reservation" in g:
        idempotency.release_key()


def _protect(response: Response) -> Response:
    """Tell browsers to guess nothing, keep nothing, and show nothing inside of other pages."""
    response.headers.setdefault("Content-Security-Policy", NO_PAGE)
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", NO_SENSES)
    if settings().public_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", TLS_FOR_A_YEAR)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def _share(response: Response) -> Response:
    is_of_api = request.path.startswith(f"{BASE_PATH}/")
    return cross_origin.share(response) if is_of_api else response
