"""Serves the styles and scripts of the pages under addresses that name their content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = Blueprint("console_assets", __name__, url_prefix="/app/assets")

FOLDER = Path(__file__).parent / "assets"
#: Seconds: the address changes with the content, so that a browser need never ask again.
FRESH_S = 31_536_000


@cache
def digest() -> str:
    """What all files together are, in twelve digits.

    One for all, because scripts import each other by their names.
    """
    sha256 = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        sha256.update(path.name.encode())
        sha256.update(path.read_bytes())
    return sha256.hexdigest()[:12]


def address_of(name: str) -> str:
    """Where a file is."""
    return f"/app/assets/{digest()}/{name}"


@blueprint.get("/<string:version>/<string:name>")
def asset(version: str, name: str) -> Response:
    """A file; one of another version is not kept, for it is not what was asked for."""
    if not (FOLDER / name).is_file():
        abort(404, Sentence(_("there is no file {name!r} here"), name=name))
    response = send_from_directory(FOLDER, name, max_age=FRESH_S)
    if version == digest():
        response.headers["Cache-Control"] = f"public, max-age={FRESH_S}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
