"""What languages are called on pages: each in itself, so that whoever reads it finds it."""

from service.translations import languages

NAMES = {"en": "English", "de": "Deutsch"}


def language_names() -> dict[str, str]:
    """The languages that there is a catalogue for, by their codes."""
    return {code: NAMES.get(code, code) for code in languages()}
