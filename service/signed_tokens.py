"""Signs the tokens that stand in links of mails, each for one purpose, and reads them again."""

from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from service.settings import settings

#: Letters: longer ones were not made here.
LONGEST = 300


class BadToken(Exception):
    """The token was not made by this service for that purpose, or is not whole."""


def token(purpose: str, *words: str) -> str:
    """A token that says these words; the same one as long as the key is, and it never expires.

    One that a former key signed is read all the same, as long as that key is named.
    """
    return _serializer(purpose).dumps(words)


def read(purpose: str, text: str, number: int) -> list[str]:
    """The words of a token, which has so many; raises BadToken."""
    if len(text) > LONGEST:
        raise BadToken("the link is longer than any that was made here")
    try:
        words: Any = _serializer(purpose).loads(text)
    except (BadSignature, ValueError) as error:
        raise BadToken("the link is not complete, or was not made here") from error
    if not isinstance(words, list) or [type(word) for word in words] != [str] * number:
        raise BadToken("the link says something else")
    return words


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_keys, salt=purpose)
