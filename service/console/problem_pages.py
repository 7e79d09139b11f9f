"""Shows what was refused as a page, where a browser asks for one."""

import orjson
from flask import Response, request, url_for

from service.api.http.problems import MEDIA_TYPE
from service.console.rendering import blueprint, render, see


@blueprint.after_app_request
def as_page(response: Response) -> Response:
    """The problem as a page under `/app`; whoever has to sign in first is led there."""
    if response.mimetype != MEDIA_TYPE or not _wants_page():
        return response
    problem = orjson.loads(response.get_data())  # with the address as it was asked for, also NUL
    wanted = request.full_path.rstrip("?")
    if response.status_code == 401 and request.method == "GET":
        return see(url_for("console.sign_in", next=wanted))
    page = render("problem.html", response.status_code, refused=problem, wanted=wanted)
    for name in ("Retry-After", "Allow"):
        if name in response.headers:
            page.headers[name] = response.headers[name]
    return page


def _wants_page() -> bool:
    wanted = request.accept_mimetypes
    is_page = request.path == "/app" or request.path.startswith("/app/")
    return is_page and wanted["text/html"] > wanted["application/json"]
