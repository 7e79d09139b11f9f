"""Reads what stands behind the `?` of an address: what no route knows is told, not passed over."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from flask import request

from service.errors import BadField
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.input_errors import first_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TRUTHS = {"true": True, "1": True, "false": False, "0": False, "": False}


def check(view: Callable[..., Any]) -> None:
    """Raise BadField for parameters that the view does not know."""
    unknown = request.args.keys() - (known := _known(view))
    if unknown:
        told = first_of(sorted(unknown), lambda name: (f"query:/{name}", _hint(name, known)))
        raise BadField(told)


def truth(name: str) -> bool:
    """Whether the parameter says yes; raises BadField where it says neither yes nor no."""
    text = request.args.get(name, "").lower()
    if text not in _TRUTHS:
        raise BadField.at(
            f"query:/{name}", _("this is true or false, not {text!r}"), text=text[:40]
        )
    return _TRUTHS[text]


def _known(view: Callable[..., Any]) -> set[str]:
    """The names by which the view's schemas and every write call their parameters."""
    schemas = getattr(view, "_spec", {}).get("args") or ()
    fields = [field for schema, place in schemas if place == "query" for field in _fields(schema)]
    return {*fields, *(() if request.method in SAFE else ("dry_run",))}


def _fields(schema: Any) -> list[str]:
    return [field.alias or name for name, field in schema.model_fields.items()]


def _hint(name: str, known: set[str]) -> str:
    if not known:
        return _("there is no such parameter; there are none here")
    for other in get_close_matches(name, known, n=1):
        return Sentence(_("there is no such parameter; did you mean {other}?"), other=other)
    names = ", ".join(sorted(known))
    return Sentence(_("there is no such parameter; there are {names}"), names=names)
