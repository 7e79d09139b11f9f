"""Makes mails, and the bytes in which they travel, without parsing again what each of them says."""

import binascii
import re
import secrets
from email.contentmanager import ContentManager, raw_data_manager
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from functools import cache, lru_cache
from typing import Any, Final

#: What is alike in most mails, or in many of those that have the same recipient.
_ALIKE: Final = frozenset(
    {
        *("content-type", "content-transfer-encoding", "content-id", "mime-version"),
        *("auto-submitted", "from", "to"),
    }
)
_CRLF: Final = "\r\n"
#: Letters of base64 in a line (RFC 2045, section 6.8).
_LINE: Final = 76
#: Lines that old programs would take for the beginning of the next mail of a folder.
_FROM: Final = re.compile(rb"^From ", re.MULTILINE)


class _Headers(HeaderRegistry):
    """Headers as the standard library parses them, the class of each made once."""

    def __getitem__(self, name: str) -> type[BaseHeader]:
        return _class_of(name.lower())

    def __call__(self, name: str, value: Any) -> BaseHeader:
        if name.lower() in _ALIKE and isinstance(value, str):
            return _parsed(name, value)
        if isinstance(value, Address):
            return _addressed(name, value.display_name, value.addr_spec)
        return super().__call__(name, value)


_registry = HeaderRegistry()


@cache
def _class_of(name: str) -> type[BaseHeader]:
    return _registry[name]


@lru_cache(maxsize=256)
def _parsed(name: str, value: str) -> BaseHeader:
    return _class_of(name.lower())(name, value)


@lru_cache(maxsize=1024)
def _addressed(name: str, display_name: str, addr_spec: str) -> BaseHeader:
    return _class_of(name.lower())(name, Address(display_name, addr_spec=addr_spec))


class _Policy(EmailPolicy):
    """Folds what is alike in most mails once."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header as it travels (RFC 5322, section 2.2.3)."""
        if name.lower() not in _ALIKE:
            return super().fold_binary(name, value)
        return _folded(name, value, self.linesep, self.max_line_length)


class _Contents(ContentManager):
    """Parts as the standard library makes them, but that bytes are encoded at once."""

    def set_content(self, msg: Any, obj: Any, *args: Any, **options: Any) -> None:
        """Make `obj` the content of a part."""
        if not isinstance(obj, bytes):
            raw_data_manager.set_content(msg, obj, *args, **options)
            return
        raw_data_manager.set_content(msg, _in_base64(obj), *args, **options, cte="7bit")
        msg.replace_header("Content-Transfer-Encoding", "base64")

    def get_content(self, msg: Any, *args: Any, **options: Any) -> Any:
        """The content of a part, as the standard library reads it."""
        return raw_data_manager.get_content(msg, *args, **options)


def _in_base64(content: bytes) -> bytes:
    letters = binascii.b2a_base64(content, newline=False)
    lines = [letters[start : start + _LINE] for start in range(0, len(letters), _LINE)]
    return b"\n".join([*lines, b""])


#: For every mail that is made here: lines end as SMTP has it (RFC 5321, section 2.3.8).
POLICY: Final = _Policy(linesep=_CRLF, header_factory=_Headers(), content_manager=_Contents())


@lru_cache(maxsize=1024)
def _folded(name: str, value: str, linesep: str, max_line_length: int | None) -> bytes:
    policy = EmailPolicy(linesep=linesep, max_line_length=max_line_length)
    return policy.fold_binary(name, value)


def in_bytes(letter: EmailMessage) -> bytes:
    """The mail as it travels, to the last byte what `smtplib.SMTP.send_message` makes of it.

    The letter is made with POLICY, and `set_content` has encoded its parts. The standard library
    writes each line of each part by itself, and a mail with its dossier has thousands.
    """
    parts: list[bytes] = []
    _add(parts, letter)
    return b"".join(parts)


def _add(parts: list[bytes], message: MIMEPart) -> None:
    if message.is_multipart() and message.get_boundary() is None:
        # Long enough that no content holds it by chance (RFC 2046, section 5.1.1).
        message.set_boundary(f"={secrets.token_hex(20)}=")
    parts += [POLICY.fold_binary(name, value) for name, value in message.items()]
    parts.append(b"\r\n")
    if not message.is_multipart():
        text = str(message.get_payload()).encode("utf-8")
        if b"From " in text:
            text = _FROM.sub(b">From ", text)
        parts.append(text.replace(b"\n", b"\r\n"))
        return
    boundary = f"--{message.get_boundary()}".encode("ascii")
    for part in message.iter_parts():
        parts += [boundary, b"\r\n"]
        _add(parts, part)
        parts.append(b"\r\n")
    parts += [boundary, b"--\r\n"]
