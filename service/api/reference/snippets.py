"""Writes a request of an operation as code: for curl, for Python and for TypeScript."""

import json
import shlex
from dataclasses import dataclass, field
from typing import Any, Final

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

#: What stands for the file that is sent.
FILE: Final = "cube.stl"
_FORM: Final = "multipart/form-data"
_BYTES: Final = "application/octet-stream"
_HTML: Final = HtmlFormatter(nowrap=True)


@dataclass(frozen=True)
class SampleRequest:
    """A request that was answered well, or would be."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    media_type: str | None = None
    body: Any = None
    answers_with: str | None = None
    #: Whether an identity is asked for.
    known: bool = True

    @property
    def address(self) -> str:
        """The path with its query."""
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True)
class Snippet:
    """Code in one language, as HTML with its words marked."""

    name: str
    label: str
    html: str


def snippets(request: SampleRequest) -> list[Snippet]:
    """The request in each language."""
    codes = (
        ("curl", "curl", "bash", _curl(request)),
        ("python", "Python", "python", _python(request)),
        ("typescript", "TypeScript", "typescript", _typescript(request)),
    )
    return [Snippet(name, label, marked(code, lexer)) for name, label, lexer, code in codes]


def marked(code: str, language: str) -> str:
    """The code as HTML, with classes for what its words are."""
    return str(highlight(code, get_lexer_by_name(language), _HTML)).rstrip("\n")


def as_json(value: Any) -> str:
    """A value as the service answers it, to be read."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _curl(request: SampleRequest) -> str:
    parts = [f'"$WERKBANK{request.address}"']
    if request.known:
        parts.append('-H "Authorization: Bearer $WERKBANK_KEY"')
    if request.media_type == _FORM:
        parts.append(f"-F file=@{FILE} -F unit=mm")
    elif request.media_type == _BYTES:
        parts.append(f"--data-binary @{FILE}")
    elif request.body is not None:
        parts.append(f"--json {shlex.quote(as_json(request.body))}")
    if _is_file(request):
        parts.append("--remote-name --remote-header-name")
    command = "curl -N" if request.answers_with == "text/event-stream" else "curl"
    if request.method != ("POST" if request.body is not None else "GET"):
        command += f" -X {request.method}"
    return " \\\n  ".join([f"{command} {parts[0]}", *parts[1:]])


def _python(request: SampleRequest) -> str:
    more = ""
    if request.media_type == _FORM:
        more = f', files={{"file": open("{FILE}", "rb")}}, data={{"unit": "mm"}}'
    elif request.media_type == _BYTES:
        more = f', content=open("{FILE}", "rb")'
    elif request.body is not None:
        more = f", json={_literal(request.body, _PYTHON)}"
    headers = ', headers={"Authorization": f"Bearer {os.environ[\'WERKBANK_KEY\']}"}'
    lines = [
        "import os\n\nimport httpx\n",
        f'api = httpx.Client(base_url=os.environ["WERKBANK"]{headers if request.known else ""})',
        f'answer = api.request("{request.method}", "{request.address}"{more})',
        "answer.raise_for_status()",
        "content = answer.content" if _is_file(request) else "print(answer.text)",
    ]
    return "\n".join(lines)


def _typescript(request: SampleRequest) -> str:
    options = [f'method: "{request.method}"'] if request.method != "GET" else []
    headers = ["Authorization: `Bearer ${process.env.WERKBANK_KEY}`"] if request.known else []
    before = []
    if request.media_type in (_FORM, _BYTES):
        before = [
            'import { openAsBlob } from "node:fs";\n',
            f'const file = await openAsBlob("{FILE}");',
        ]
    if request.media_type == _FORM:
        before += [
            "const body = new FormData();",
            f'body.append("file", file, "{FILE}");',
            'body.append("unit", "mm");',
        ]
        options.append("body")
    elif request.media_type == _BYTES:
        options.append("body: file")
    elif request.body is not None:
        headers.append('"Content-Type": "application/json"')
        options.append(f"body: JSON.stringify({_literal(request.body, _TYPESCRIPT, '  ')})")
    if headers:
        options.insert(len(options) and 1, "headers: { " + ", ".join(headers) + " }")
    listed = ", {\n" + "".join(f"  {option},\n" for option in options) + "}" if options else ""
    address = f"`${{process.env.WERKBANK}}{request.address}`"
    reading = "blob" if _is_file(request) else "text"
    lines = [
        *before,
        f"const answer = await fetch({address}{listed});",
        "if (!answer.ok) throw new Error(await answer.text());",
        f"console.log(await answer.{reading}());",
    ]
    return "\n".join(lines)


def _is_file(request: SampleRequest) -> bool:
    return (
        request.answers_with is not None
        and request.answers_with.split("/")[0] in (*("application", "image", "*"),)
        and "json" not in request.answers_with
    )


@dataclass(frozen=True)
class _Literals:
    """How a language writes what JSON calls null, true and false, and the names of fields."""

    words: dict[object, str]
    bare_names: bool


_PYTHON: Final = _Literals({None: "None", True: "True", False: "False"}, bare_names=False)
_TYPESCRIPT: Final = _Literals({None: "null", True: "true", False: "false"}, bare_names=True)


def _literal(value: Any, literals: _Literals, indent: str = "") -> str:
    """A value of JSON as a literal of a language."""
    if isinstance(value, dict | list):
        within = indent + ("    " if literals is _PYTHON else "  ")
        if isinstance(value, dict):
            rows = [
                f"{_name(name, literals)}: {_literal(each, literals, within)}"
                for name, each in value.items()
            ]
        else:
            rows = [_literal(each, literals, within) for each in value]
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        if len(", ".join(rows)) < 50 and not any("\n" in row for row in rows):
            space = " " if literals.bare_names and isinstance(value, dict) and rows else ""
            return opening + space + ", ".join(rows) + space + closing
        return f"{opening}\n" + "".join(f"{within}{row},\n" for row in rows) + indent + closing
    if value is None or isinstance(value, bool):
        return literals.words[value]
    return json.dumps(value, ensure_ascii=False)


def _name(name: str, literals: _Literals) -> str:
    return name if literals.bare_names and name.isidentifier() else json.dumps(name)
