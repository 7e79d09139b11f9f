"""Reads the catalogues, and looks messages up in them; what is not translated stays English.

The functions are those of gettext with the language as last argument, so that its tools find the
messages in the sources.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import NewType

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workflows.sentences import DetailedSentence, Sentence, Term

#: A language (ISO 639-1) that people can be addressed in: English, or one with a catalogue.
Language = NewType("Language", str)

#: The language of the messages in the sources, which needs no catalogue.
SOURCE = Language("en")
FOLDER = Path(__file__).parent / "locale"


def languages() -> tuple[Language, ...]:
    """All languages that people can be addressed in, English first."""
    return _languages(FOLDER)


def choose_language(wanted: str | None) -> Language:
    """The wanted language (ISO 639-1) if there is a catalogue for it, else English."""
    return next((language for language in languages() if language == wanted), SOURCE)


def gettext(message: str, /, language: Language, **values: object) -> str:
    """The message in that language, with the values in it."""
    # What gettext has for no message at all is the header of the catalogue.
    text = _catalogue(FOLDER, language).gettext(message) if message else ""
    return text.format(**values) if values else text


def pgettext(context: str, message: str, language: Language) -> str:
    """The same for a message that means something else elsewhere."""
    return _catalogue(FOLDER, language).pgettext(context, message)


def ngettext(singular: str, plural: str, number: int, language: Language, **values: object) -> str:
    """The form of a message that goes with the number, with the values in it."""
    text = _catalogue(FOLDER, language).ngettext(singular, plural, number)
    return text.format(**values) if values else text


def say(sentence: str, language: Language) -> str:
    """A sentence in that language, with its values; what has no translation stays English."""
    if not isinstance(sentence, Sentence):
        return gettext(sentence, language) if sentence else ""
    if language == SOURCE and isinstance(sentence, DetailedSentence):
        return str(sentence)
    values = {name: _value(value, language) for name, value in sentence.values.items()}
    return gettext(sentence.message, language).format(**values)


def _value(value: object, language: Language) -> object:
    if isinstance(value, Term):
        return pgettext(value.context, value, language)
    return say(value, language) if isinstance(value, Sentence) else value


def gettext_noop(message: str) -> str:
    """Marks a message that is looked up later, where its reader is known."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """The same for the forms of a message that go with a number."""
    return singular, plural


def pgettext_noop(context: str, message: str) -> str:
    """The same for a message that means something else elsewhere."""
    return message


@cache
def _languages(folder: Path) -> tuple[Language, ...]:
    translated = sorted(path.parts[-3] for path in folder.glob("*/LC_MESSAGES/messages.po"))
    return (SOURCE, *map(Language, translated))


@cache
def _catalogue(folder: Path, language: Language) -> NullTranslations:
    path = folder / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, language, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
