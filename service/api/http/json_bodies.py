"""Reads and writes JSON bodies: strictly, quickly, and with a sentence for what cannot be read."""

from collections.abc import Iterable
from typing import IO, Any, NoReturn

import orjson
from flask import Request, Response, g, has_request_context
from flask.json.provider import JSONProvider
from pydantic import BaseModel
from werkzeug.exceptions import BadRequest
from werkzeug.utils import cached_property
from werkzeug.wsgi import get_input_stream

from service.api.http import content_coding, forbidden_signs
from service.translations import DetailedSentence, Sentence
from service.translations import gettext_noop as _
from service.values.prices import json_without_prices, without_prices

#: Levels of lists and objects in a body; what is stored deeper could not be written again.
DEEPEST = 32
_NUL = "\\u0000"


class OrjsonBody(JSONProvider):
    """JSON by orjson: strict in reading (no NaN, no lone surrogates), fast in writing."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        shown = json_without_prices(obj) if hides_prices() else obj
        return orjson.dumps(shown, default=plain, option=orjson.OPT_UTC_Z).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        value = orjson.loads(s)
        text = s if isinstance(s, str) else s.decode()
        if _NUL in text or text.count("[") + text.count("{") > DEEPEST:
            _check(value)
        return value

    def response(self, *args: Any, **kwargs: Any) -> Response:
        body = self._prepare_response_obj(args, kwargs)
        return Response(self.dumps(body), mimetype="application/json")


class Asking(Request):
    """A request whose JSON body may be left out, and which says why one cannot be read.

    Its body may come as gzip; what is read of it is what was packed. Reading a form raises BadText.
    """

    @cached_property
    def stream(self) -> IO[bytes]:
        body = get_input_stream(self.environ, max_content_length=self.max_content_length)
        if content_coding.coding_of_body() is None:
            return body
        return content_coding.decoded(body, self.max_content_length)

    @property
    def content_length(self) -> int | None:
        """Bytes of the body; None where it is packed, which tells nothing of what is in it."""
        return super().content_length if content_coding.coding_of_body() is None else None

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        if not self.get_data(cache=True).strip():
            return {}
        return super().get_json(force=force, silent=silent, cache=cache)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        forbidden_signs.check_all(word for field in self.form.items(multi=True) for word in field)

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        raise BadRequest(
            DetailedSentence(
                f"the body cannot be read as JSON: {e}", _("the body cannot be read as JSON")
            )
        )


def plain(value: Any) -> Any:
    """A model as the fields that it was given, without its defaults; anything else as text.

    This is the one place where answers become JSON, and so where prices are taken out of them.
    """
    if not isinstance(value, BaseModel):
        return str(value)
    set_fields, fields = value.model_fields_set, type(value).model_fields
    shown = {fields[name].alias or name: v for name, v in vars(value).items() if name in set_fields}
    whole = shown | (value.model_extra or {})
    return without_prices(whole, type(value)) if hides_prices() else whole


def hides_prices() -> bool:
    """Whether the answer is for somebody who may not see prices; so it is made without them."""
    return has_request_context() and "principal" in g and not g.principal.sees_prices


def _check(value: Any) -> None:
    """Refuse NUL, which PostgreSQL cannot keep, and deep nesting; raises ValueError.

    Level by level: a recursion would end before the nesting does.
    """
    level, depth = [value], 0
    while level:
        if depth > DEEPEST:
            raise ValueError(
                Sentence(_("it is nested deeper than {deepest} levels"), deepest=DEEPEST)
            )
        if any(isinstance(part, str) and "\x00" in part for part in level):
            raise ValueError(_("the text holds a NUL character"))
        level, depth = [inner for part in level for inner in _inside(part)], depth + 1


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value.keys(), *value.values())
    return value if isinstance(value, list) else ()
