"""What people read, in their language: sentences from catalogues, numbers, money and dates by CLDR.

Its nouns are the language, the message (an English sentence, which is its own identifier) and the
catalogue (`locale/<language>/LC_MESSAGES/messages.po`). Imports nothing of the service.
"""

from service.translations.catalogues import (
    SOURCE,
    Language,
    choose_language,
    gettext,
    gettext_noop,
    languages,
    ngettext,
    ngettext_noop,
    pgettext,
    pgettext_noop,
)

__all__ = [
    "SOURCE",
    "Language",
    "choose_language",
    "gettext",
    "gettext_noop",
    "languages",
    "ngettext",
    "ngettext_noop",
    "pgettext",
    "pgettext_noop",
]
