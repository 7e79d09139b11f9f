"""Says what is wrong with input in plain words, instead of pydantic's about Python and patterns."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.translations import Sentence
from service.translations import gettext_noop as _

T = TypeVar("T")

#: Faults that are told one by one. Whoever sends thousands of wrong fields learns no more from
#: thousands of sentences, each of which takes time.
MOST_TOLD: Final = 50
#: One line without control characters: PostgreSQL refuses NUL, mail headers and logs a new line.
ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
COUNTRY = "^[A-Z]{2}$"
LANGUAGE = "^[a-z]{2}$"

_NUMBER = _("this is a number")
_WHOLE = _("this is a whole number")
_DAY = _("this is a day, as in 2026-11-23")
_MOMENT = _("this is a time with its zone, as in 2026-11-23T10:00:00Z")
_ID = _("this is a UUID, as in 019b76da-a800-72d2-992e-968e4efa0d6b")
_OBJECT = _("this is an object")
_CHOICE = _("this is {expected}")
_YES_OR_NO = _("this is true or false")

#: What each kind of error says; kinds that no schema here can give are not in it.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "missing": _("this is missing"),
        "extra_forbidden": _("there is no such field"),
        "none_required": _("this is null"),
        "string_type": _("this is a text"),
        "string_unicode": _("this is a text in UTF-8"),
        "string_too_short": _("this has at least {min_length} characters"),
        "string_too_long": _("this has at most {max_length} characters"),
        "too_short": _("this has at least {min_length} entries, not {actual_length}"),
        "too_long": _("this has at most {max_length} entries, not {actual_length}"),
        "greater_than": _("this is more than {gt}"),
        "greater_than_equal": _("this is at least {ge}"),
        "less_than": _("this is less than {lt}"),
        "less_than_equal": _("this is at most {le}"),
        "finite_number": _NUMBER,
        "float_type": _NUMBER,
        "float_parsing": _NUMBER,
        "int_type": _WHOLE,
        "int_parsing": _WHOLE,
        "int_parsing_size": _WHOLE,
        "int_from_float": _WHOLE,
        "decimal_type": _NUMBER,
        "decimal_parsing": _NUMBER,
        "decimal_max_digits": _("this has at most {max_digits} digits"),
        "decimal_max_places": _("this has at most {decimal_places} decimal places"),
        "decimal_whole_digits": _("this has at most {whole_digits} digits before the point"),
        "bool_type": _YES_OR_NO,
        "bool_parsing": _YES_OR_NO,
        "list_type": _("this is a list"),
        "dict_type": _OBJECT,
        "model_type": _OBJECT,
        "model_attributes_type": _OBJECT,
        "invalid_key": _("the names in it are texts"),
        "literal_error": _CHOICE,
        "enum": _CHOICE,
        "date_type": _DAY,
        "date_parsing": _DAY,
        "date_from_datetime_parsing": _DAY,
        "date_from_datetime_inexact": _DAY,
        "datetime_type": _MOMENT,
        "datetime_parsing": _MOMENT,
        "datetime_object_invalid": _MOMENT,
        "datetime_from_date_parsing": _MOMENT,
        "timezone_aware": _MOMENT,
        "uuid_type": _ID,
        "uuid_parsing": _ID,
        "uuid_version": _ID,
        "decimals": _("{amount} has more decimals than {currency} has: {places}"),
        "union_tag_invalid": _("{discriminator} is one of {expected_tags}, not {tag}"),
        "union_tag_not_found": _("{discriminator} says which kind this is, and is missing"),
    }
)

#: What a text that does not match a pattern should have been.
FORMS: Mapping[str, str] = MappingProxyType(
    {
        ONE_LINE: _("this is one line, without control characters"),
        r"^[A-Za-z]{2}$": _("this is a country in two letters (ISO 3166-1), as in DE"),
        COUNTRY: _("this is a country in two capital letters (ISO 3166-1), as in DE"),
        LANGUAGE: _("this is a language in two small letters (ISO 639-1), as in de"),
        "^[A-Z]{3}$": _("this is a currency in three capital letters (ISO 4217), as in EUR"),
        "^[a-z0-9][a-z0-9_.-]{0,59}$": _(
            "this is an id of the catalogue: 1 to 60 small letters, digits, _ . -, as in pa12"
        ),
        r"^[a-z_]+(\.[a-z_]+)*(\.\*)?(,[a-z_]+(\.[a-z_]+)*(\.\*)?)*$": _(
            "these are types of events, separated by commas, as in process.verified,offer.*"
        ),
        r"^[a-z_]+\.[a-z_]+(,[a-z_]+\.[a-z_]+)*$": _(
            "these are actions, separated by commas, as in api_key.created,role.updated"
        ),
        r"^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$": _(
            "this is a type of events, as in process.verified, offer.* or *"
        ),
        r"^\d{1,18}$": _("this is a position in the feed: a whole number, at least 0"),
        r"^\d{0,18}$": _("this is a position in the feed: a whole number, at least 0"),
    }
)


def sentences(error: ValidationError, where: str = "") -> list[tuple[str, str]]:
    """The pointer (RFC 6901), behind `where`, and the sentence of each thing that is wrong."""
    wrong = error.errors(include_url=False, include_input=False)
    return first_of(wrong, lambda each: (where + _pointer(each), _sentence(each)), where)


def first_of(
    wrong: Sequence[T], tell: Callable[[T], tuple[str, str]], where: str = ""
) -> list[tuple[str, str]]:
    """What `tell` says of the first MOST_TOLD of what is wrong; then, of `where`, how many more."""
    told = [tell(each) for each in wrong[:MOST_TOLD]]
    if more := len(wrong) - len(told):
        told.append((where, Sentence(_("so many more things are wrong: {more}"), more=more)))
    return told


def _pointer(error: ErrorDetails) -> str:
    return "".join(f"/{part}" for part in error["loc"])


def _sentence(error: ErrorDetails) -> str:
    """What the error says to people; of our own checks the sentence that they give."""
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return FORMS[context["pattern"]]
    if error["type"] in ("value_error", "assertion_error"):
        reason = context["error"]
        return reason.args[0] if len(reason.args) == 1 else str(reason)
    return Sentence(SENTENCES[error["type"]], **context)
