"""Names and titles that people have chosen, as they may stand in subjects and greetings of mails.

Whoever can write a page's address into one could have the service mail it to strangers.
"""

import re
from typing import Final

from service.values.texts import folded

#: Characters of a name in a mail.
LONGEST_NAME: Final = 100
#: Instead of a name that could be followed, where there is no other word for it.
LEFT_OUT: Final = "…"
#: Endings of the names of files, which are no top-level domains (IANA's list, November 2026).
_FILES: Final = "stl|3mf|obj|ply|glb|step|stp|dxf|pdf|png|jpg|jpeg|txt|csv"
#: What mail programs make links of: addresses of pages, of mail, of hosts. The last part of the
#: name of a host begins with letters (RFC 3696, section 2; xn-- in punycode), so that 2.5mm and
#: v1.2 are none.
_FOLLOWED: Final = re.compile(
    r"://|@|\bwww\.|\d\.\d{1,3}\.\d{1,3}\.\d"
    rf"|\w[.。](?!(?:{_FILES})(?![\w.。-]))[^\W\d_]{{2,}}"
)


def can_be_followed(name: str) -> bool:
    """Whether mail programs would make a link of a part of it, as it is or as it looks."""
    return bool(_FOLLOWED.search(folded(name)))


def harmless(name: str) -> str:
    """A name that others have chosen as it may stand in a mail; LEFT_OUT if it can be followed."""
    return LEFT_OUT if can_be_followed(name) else name[:LONGEST_NAME]
