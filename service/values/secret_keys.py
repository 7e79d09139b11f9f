"""Reads lists of keys, the newest of which works while older ones are still understood."""

#: Letters: 32 random hexadecimal digits hold 128 bits, and shorter ones can be guessed.
SHORTEST_KEY = 32


def key_list(text: str, name: str) -> tuple[str, ...]:
    """The keys in a list separated by commas, newest first.

    Raises ValueError with a sentence about the setting `name`, never with a key in it.
    """
    keys = tuple(part.strip() for part in text.split(",") if part.strip())
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        raise ValueError(
            f"{name} must be keys of at least {SHORTEST_KEY} letters, separated by commas "
            "(openssl rand -hex 32 makes one)"
        )
    return keys
