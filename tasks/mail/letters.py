"""Makes mails, and the bytes in which they travel, without parsing again what each of them says."""

import re
import secrets
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


#: For every mail that is made here: lines end as SMTP has it (RFC 5321, section 2.3.8).
POLICY: Final = _Policy(linesep=_CRLF, header_factory=_Headers())


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
