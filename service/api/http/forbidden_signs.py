"""Refuses signs that no text may hold, wherever a request brings text along."""

from collections.abc import Iterable

from flask import request

from service.translations import gettext_noop as _

#: PostgreSQL can keep none, and C ends a text there.
NUL = "\x00"


class BadText(Exception):
    """The request holds a character that no text may hold."""


def check_address() -> None:
    """Look at the path and the query of the request; raises BadText."""
    if NUL in request.full_path or any(NUL in value for value in request.args.values()):
        raise BadText(_("the address holds a NUL character"))


def check_all(texts: Iterable[str]) -> None:
    """Look at what a form holds; raises BadText."""
    if any(NUL in text for text in texts):
        raise BadText(_("the text holds a NUL character"))
