"""Shows what a change of a workshop does to the quotes for a sample part, before it is kept."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Response, current_app, g
from flask.typing import ResponseReturnValue

from service.api.catalogue.terms import with_effect
from service.api.http import web
from service.catalogue.terms_preview import ComparedSamplesJson
from service.console.rendering import check_form, refusable
from service.database import transactions
from service.database.models import Organization

T = TypeVar("T")
#: What a form's button says that asks for the effect alone.
TRY = "try"


def tried(
    back: Callable[..., ResponseReturnValue],
    places: dict[str, Any],
    change: Callable[[], tuple[Organization, Callable[[], Any]]],
) -> ResponseReturnValue:
    """The page `back` with what a change would do, or why it is refused; nothing is kept."""
    check_form()

    def answer() -> Response:
        with transactions.trying(web.caller()) as db:
            g.db = db
            organization, act = change()
            _changed, g.effect = with_effect(organization, act)
        g.keeps_typed = True
        return current_app.make_response(back(**places))

    return refusable(back, places, answer)


def effect() -> Sequence[ComparedSamplesJson] | None:
    """What the change that was tried would do; None where none was."""
    shown: Sequence[ComparedSamplesJson] | None = g.get("effect")
    return shown
