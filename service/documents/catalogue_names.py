"""Says what materials, post-processings and colours are called in the language of a reader."""

from typing import Final

from service.translations import Language, gettext, pgettext, pgettext_noop

CONTEXT: Final = "catalogue"
#: The names of the catalogue that comes with the service, as its data has them; one that an
#: operator or a contractor has made up stays as it is.
NAMES: Final = (
    pgettext_noop("catalogue", "Polyamide 12"),
    pgettext_noop("catalogue", "Polyamide 11"),
    pgettext_noop("catalogue", "Polyamide 12, glass filled"),
    pgettext_noop("catalogue", "Polyamide 12, long carbon fibre sheets"),
    pgettext_noop("catalogue", "Polypropylene"),
    pgettext_noop("catalogue", "TPU, sintered"),
    pgettext_noop("catalogue", "PLA"),
    pgettext_noop("catalogue", "PETG"),
    pgettext_noop("catalogue", "ABS"),
    pgettext_noop("catalogue", "ASA"),
    pgettext_noop("catalogue", "Polycarbonate"),
    pgettext_noop("catalogue", "TPU 95A"),
    pgettext_noop("catalogue", "PEI (Ultem 9085)"),
    pgettext_noop("catalogue", "Standard resin"),
    pgettext_noop("catalogue", "Tough resin"),
    pgettext_noop("catalogue", "ABS-like stereolithography resin"),
    pgettext_noop("catalogue", "Clear stereolithography resin"),
    pgettext_noop("catalogue", "Rigid jetted photopolymer"),
    pgettext_noop("catalogue", "Rubber-like jetted photopolymer"),
    pgettext_noop("catalogue", "Stainless steel 316L"),
    pgettext_noop("catalogue", "Stainless steel 17-4 PH"),
    pgettext_noop("catalogue", "Aluminium AlSi10Mg"),
    pgettext_noop("catalogue", "Aluminium 6061"),
    pgettext_noop("catalogue", "Titanium Ti-6Al-4V"),
    pgettext_noop("catalogue", "Nickel alloy Inconel 718"),
    pgettext_noop("catalogue", "Structural steel wire G3Si1"),
    pgettext_noop("catalogue", "Quartz sand, furan bound"),
    pgettext_noop("catalogue", "Bonded paper"),
    pgettext_noop("catalogue", "Bead blasting"),
    pgettext_noop("catalogue", "Dyeing"),
    pgettext_noop("catalogue", "Vapour smoothing"),
    pgettext_noop("catalogue", "Sanding"),
    pgettext_noop("catalogue", "Painting"),
    pgettext_noop("catalogue", "UV curing"),
    pgettext_noop("catalogue", "Heat treatment"),
    pgettext_noop("catalogue", "Hot isostatic pressing"),
    pgettext_noop("catalogue", "Machining"),
    pgettext_noop("catalogue", "Sealing"),
    pgettext_noop("catalogue", "Refractory coating"),
)
COLORS: Final = (
    pgettext_noop("catalogue", "black"),
    pgettext_noop("catalogue", "blue"),
    pgettext_noop("catalogue", "clear"),
    pgettext_noop("catalogue", "cyan"),
    pgettext_noop("catalogue", "full colour"),
    pgettext_noop("catalogue", "green"),
    pgettext_noop("catalogue", "grey"),
    pgettext_noop("catalogue", "ivory"),
    pgettext_noop("catalogue", "magenta"),
    pgettext_noop("catalogue", "natural"),
    pgettext_noop("catalogue", "orange"),
    pgettext_noop("catalogue", "red"),
    pgettext_noop("catalogue", "tan"),
    pgettext_noop("catalogue", "transparent"),
    pgettext_noop("catalogue", "white"),
    pgettext_noop("catalogue", "yellow"),
)
#: What lines of prices put before the name of a post-processing.
_POST_PROCESSING: Final = "Post-processing: "


def catalogue_name(name: str, language: Language) -> str:
    """What a material, a post-processing or a colour of the catalogue is called."""
    return pgettext(CONTEXT, name, language) if name else name


def color_name(name: str, language: Language) -> str:
    """What a colour is called; case does not count, as where it is chosen."""
    folded = name.casefold()
    return catalogue_name(folded, language) if folded in COLORS else name


def post_processing_line(line: str, language: Language) -> str | None:
    """The line of a price that names a post-processing; None if it does not."""
    name = line.removeprefix(_POST_PROCESSING)
    if name == line:
        return None
    words = {"name": catalogue_name(name, language)}
    return gettext("Post-processing: {name}", language, **words)
