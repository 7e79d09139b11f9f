"""Reads how much a party may have, as operators write it: `projects=20,bytes=1000000`."""

#: What is counted of each party.
COUNTED = ("projects", "processes", "files", "bytes")


def parsed_amounts(text: str) -> dict[str, int]:
    """The amounts by their names, all of COUNTED; raises ValueError with a sentence."""
    amounts = parsed_some(text)
    if missing := [name for name in COUNTED if name not in amounts]:
        raise ValueError(f"{text!r} names no amount of {', '.join(missing)}")
    return amounts


def parsed_some(text: str) -> dict[str, int]:
    """Those amounts that are named; raises ValueError with a sentence."""
    amounts = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = (word.strip() for word in part.partition("="))
        if name not in COUNTED or not number.isdecimal():
            raise ValueError(f"{part!r} is not of the form name=number, of {', '.join(COUNTED)}")
        amounts[name] = int(number)
    return amounts
