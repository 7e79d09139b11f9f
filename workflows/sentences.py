"""Sentences with values in them, which are English and can be said in other languages."""

from collections.abc import Mapping
from typing import Any, Self


class Sentence(str):
    """An English sentence, which keeps what it is made of: a message and its values."""

    message: str
    values: Mapping[str, Any]

    def __new__(cls, message: str, **values: Any) -> Self:
        sentence = super().__new__(cls, message.format(**values))
        sentence.message, sentence.values = message, values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, Any]]:
        return (self.message,), self.values


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogues of translations."""
    return message
