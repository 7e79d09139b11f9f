"""The page on which a buyer sees what each choice of a part would do to its price and date."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from service.access.lookup import find_process
from service.access.permissions import PROCESSES_READ
from service.api.http import web
from service.api.http.rate_limits import limit_estimates
from service.api.verification.choices import ChoicesShown, choices_of
from service.console.choice_words import in_words
from service.console.material_names import catalogue_names
from service.console.rendering import blueprint, reader, render, shows
from service.translations import gettext_noop as _

#: The choices of each field, in this order.
GROUPS = {
    "material_id": _("Material"),
    "post_processing_ids": _("Finishes"),
    "express": _("Express"),
}


@blueprint.get("/parts/<uuid:process_id>/choices")
@limit_estimates
def choices(process_id: UUID) -> ResponseReturnValue:
    """The choices of a part; calculated outside of a transaction."""
    web.principal()
    return _page(process_id=process_id, found=choices_of(process_id))


@shows
def _page(process_id: UUID, found: ChoicesShown) -> ResponseReturnValue:
    access = find_process(web.db(), web.principal(), process_id, PROCESSES_READ)
    finishes = list(access.process.configuration.get("post_processing_ids") or ())
    rows = in_words(found, finishes, catalogue_names(), reader())
    groups = {
        reader().text(title): some
        for field, title in GROUPS.items()
        if (some := [row for row in rows if row.field == field])
    }
    return render(
        "choices.html",
        process=access.process,
        found=found,
        groups=groups,
    )
