"""Makes of a request of ASGI the environment of one of WSGI (PEP 3333)."""

import sys
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from werkzeug.wsgi import FileWrapper

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

#: Bytes of a file that are read and sent at a time: all that a client who takes nothing costs.
PIECE = 64 * 1024


def file_pieces(file: IO[bytes], size: int = PIECE) -> FileWrapper:
    """A file as an answer, in pieces that are worth the way to a thread and back."""
    return FileWrapper(file, max(size, PIECE))


#: What PEP 3333 asks for, and what is the same for every request.
_ALIKE = {
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.file_wrapper": file_pieces,
}


def environ_of(scope: Any, body: IO[bytes]) -> "WSGIEnvironment":
    """The environment of a request whose body is whole.

    Headers with an underscore in their names are left out: they would take the place of those
    with a hyphen, which proxies set and we believe.
    """
    server, client = scope["server"] or ("", None), scope["client"] or ("", None)
    query = scope["query_string"].decode("latin-1")
    raw_path = scope["raw_path"]
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": raw_path.decode("latin-1") + (f"?{query}" if query else ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or ""),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1] or ""),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        **_ALIKE,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    return environ
