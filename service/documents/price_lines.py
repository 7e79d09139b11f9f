"""Says what the lines of a price are called."""

from service.translations import Language, pgettext, pgettext_noop

CONTEXT = "line of a price"
#: The lines as calculated; one that a contractor has named stays as it is.
LINES = (
    pgettext_noop("line of a price", "Preparation"),
    pgettext_noop("line of a price", "Set-up"),
    pgettext_noop("line of a price", "Machine time"),
    pgettext_noop("line of a price", "Material"),
    pgettext_noop("line of a price", "Handling"),
    pgettext_noop("line of a price", "Fixed costs"),
    pgettext_noop("line of a price", "Quantity tiers"),
    pgettext_noop("line of a price", "Margin"),
    pgettext_noop("line of a price", "Express"),
    pgettext_noop("line of a price", "Platform fee"),
    pgettext_noop("line of a price", "Minimum order surcharge"),
    pgettext_noop("line of a price", "Production"),
    pgettext_noop("line of a price", "Shipping"),
)


def price_line(name: str, language: Language) -> str:
    """What a line is called."""
    return pgettext(CONTEXT, name, language)
