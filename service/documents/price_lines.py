"""Says what the lines of a price are called."""

from service.documents.catalogue_names import post_processing_line
from service.translations import Language, pgettext, pgettext_noop

CONTEXT = "price"
#: The lines as calculated; one that a contractor has named stays as it is.
LINES = (
    pgettext_noop("price", "Preparation"),
    pgettext_noop("price", "Set-up"),
    pgettext_noop("price", "Machine time"),
    pgettext_noop("price", "Material"),
    pgettext_noop("price", "Handling"),
    pgettext_noop("price", "Fixed costs"),
    pgettext_noop("price", "Quantity tiers"),
    pgettext_noop("price", "Margin"),
    pgettext_noop("price", "Express"),
    pgettext_noop("price", "Platform fee"),
    pgettext_noop("price", "Minimum order surcharge"),
    pgettext_noop("price", "Production"),
    pgettext_noop("price", "Shipping"),
)


def price_line(name: str, language: Language) -> str:
    """What a line is called."""
    return post_processing_line(name, language) or pgettext(CONTEXT, name, language)
