"""Sentences with values in them, which are English and can be said in other languages."""

from collections.abc import Mapping
from typing import Any, Self


class Sentence(str):
    """An English sentence, which keeps what it is made of: a message and its values."""

    message: str
    values: Mapping[str, Any]

    def __new__(cls, message: str, /, **values: Any) -> Self:
        sentence = super().__new__(cls, message.format(**values))
        sentence.message, sentence.values = message, values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], Mapping[str, Any]]:
        return (self.message,), self.values


class DetailedSentence(Sentence):
    """A sentence that says more in English than the message which other languages translate."""

    text: str

    def __new__(cls, text: str, message: str, /, **values: Any) -> Self:
        sentence = str.__new__(cls, text)
        sentence.text, sentence.message, sentence.values = text, message, values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], Mapping[str, Any]]:
        return (self.text, self.message), self.values


class Term(str):
    """What a table calls something, in words: it is translated in the context of its kind."""

    context: str

    def __new__(cls, context: str, name: str) -> Self:
        term = super().__new__(cls, name.replace("_", " ").replace(".", ": "))
        term.context = context
        return term

    def __reduce__(self) -> tuple[type["Term"], tuple[str, str]]:
        return Term, (self.context, str(self))


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogues of translations."""
    return message
