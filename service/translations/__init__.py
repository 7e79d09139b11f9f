"""What people read, in their language: sentences from catalogues, numbers, money and dates by CLDR.

Its nouns are the language, the message (an English sentence, which is its own identifier) and the
catalogue (`locale/<language>/LC_MESSAGES/messages.po`). Imports nothing of the service but
the sentences of the workflows.
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
    say,
)
from workflows.sentences import DetailedSentence, Sentence, Term

__all__ = [
    "SOURCE",
    "DetailedSentence",
    "Language",
    "Sentence",
    "Term",
    "choose_language",
    "gettext",
    "gettext_noop",
    "languages",
    "ngettext",
    "ngettext_noop",
    "pgettext",
    "pgettext_noop",
    "say",
]
