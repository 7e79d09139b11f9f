"""What all mails say alike: how they greet, what they call parts, and how they quote people."""

from typing import Final

from service.documents.layout.page import shortened
from service.translations import Language, gettext
from service.values.mailed_names import LEFT_OUT, can_be_followed, harmless
from tasks.mail.template import one_line

#: Characters of what somebody has written.
LONGEST_TEXT: Final = 2_000


def greeting(name: str, language: Language) -> str:
    """The first line; without a name that is empty or could be followed as a link."""
    if not name or can_be_followed(name):
        return gettext("Hello,", language)
    return gettext("Hello {name},", language, name=harmless(name))


def title_in_mail(title: str, language: Language) -> str:
    """The title of a part or project; "part" instead of one that could be followed."""
    return gettext("part", language) if can_be_followed(title) else title


def text_in_mail(text: str, longest: int = LONGEST_TEXT) -> str:
    """What somebody has written, in one line; LEFT_OUT if a part of it could be followed."""
    line = one_line(text)
    return LEFT_OUT if can_be_followed(line) else shortened(line, longest)
