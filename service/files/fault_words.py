"""Says why a file cannot be measured or repaired, by the code of what is wrong with it.

Readers say so in English with more detail than any other language has; see the decision about
translations.
"""

from collections.abc import Mapping

from service.translations import DetailedSentence, Sentence
from service.translations import gettext_noop as _

#: Why a file cannot be measured; in English its reader says so itself, with more detail.
FAULTS: Mapping[str, str] = {
    "empty": _("contains no triangles"),
    "malformed": _("does not follow its format"),
    "truncated": _("is cut off"),
    "unsupported": _("has a format that cannot be measured"),
    "not-finite": _("contains coordinates that are not numbers"),
    "too-large-coordinates": _("contains coordinates that are too large"),
    "too-large": _("is too large"),
    "too-many-triangles": _("has too many triangles"),
    "too-many-objects": _("has too many objects"),
    "too-many-shells": _("has too many shells that touch each other"),
    "not-united": _("has shells that could not be united into one solid"),
    "too-deep": _("is nested too deeply"),
    "component-loop": _("contains itself"),
    "xml-attack": _("contains XML that is not read"),
    "zip-bomb": _("is packed far more tightly than any model would be"),
    "too-much-work": _("could not be measured in the time allowed"),
    "reader-crashed": _("crashed the program that reads it; it is probably damaged"),
    "not-measured": _("could not be measured yet"),
    "no-unit": _("has no unit, and none was given"),
    "not-repairable": _("cannot be repaired here"),
    "nothing-to-repair": _("has a surface that is closed and wound the same way already"),
}


def of_file(name: str, code: str, detail: str) -> str:
    """What is wrong with a file of that name: in English its reader's words, else the code's."""
    if code not in FAULTS:
        return f"{name!r}: {detail}"
    fault = Sentence(FAULTS[code])
    return DetailedSentence(f"{name!r}: {detail}", _("{name!r}: {fault}"), name=name, fault=fault)


def of_model(code: str, detail: str) -> str:
    """The same where no name is known."""
    if code not in FAULTS:
        return detail
    return DetailedSentence(detail, _("the file: {fault}"), fault=Sentence(FAULTS[code]))
