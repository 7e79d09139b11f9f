"""What all mails say alike: how they greet, and what they call parts."""

from service.translations import Language, gettext
from service.values.mailed_names import can_be_followed, harmless


def greeting(name: str, language: Language) -> str:
    """The first line; without a name that is empty or could be followed as a link."""
    if not name or can_be_followed(name):
        return gettext("Hello,", language)
    return gettext("Hello {name},", language, name=harmless(name))


def title_in_mail(title: str, language: Language) -> str:
    """The title of a part or project; "part" instead of one that could be followed."""
    return gettext("part", language) if can_be_followed(title) else title
