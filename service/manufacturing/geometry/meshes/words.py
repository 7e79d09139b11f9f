"""Error messages, in plain words, for a word of a text file that cannot be read."""

#: Characters of a word that are shown.
SHOWN = 40


def shown(text: str | bytes) -> str:
    """A piece of a file in quotation marks: one line, what cannot be printed as a dot."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    one_line = " ".join(text.split())
    plain = "".join(letter if letter.isprintable() else "\N{MIDDLE DOT}" for letter in one_line)
    return f"'{plain[:SHOWN]}...'" if len(plain) > SHOWN else f"'{plain}'"


def is_number(word: str | bytes) -> bool:
    """Whether a word is a number; 1_000 is none, which is one to Python only."""
    text = word.decode("utf-8", "replace") if isinstance(word, bytes) else word
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text


def no_number(word: str | bytes) -> str:
    """Why a word is no number: a decimal comma is told from other faults."""
    text = word.decode("utf-8", "replace") if isinstance(word, bytes) else word
    pointed = text.replace(",", ".")
    if "," in text and is_number(pointed):
        return f"{shown(text)} has a decimal comma; numbers have a decimal point: {pointed}"
    return f"{shown(text)} is no number"


def no_whole_number(word: str | bytes) -> str:
    """Why a word is no index or count."""
    return f"{shown(word)} is no whole number"
