"""Holds the counts in docs/security.md against what tests tried, or writes them there."""

import os
import re

from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "security.md"
#: Whether counts are written; production, which tests play, does not start with this variable.
RECORDS = bool(os.environ.get("WERKBANK_RECORD"))
_BLOCK = re.compile(r"(?<=<!-- counts -->\n).*?(?=<!-- /counts -->)", re.DOTALL)
_ROW = re.compile(r"^\| (.+) \| (\d+) \|$", re.MULTILINE)
_HEAD = "| who or what, on what | requests, at least |\n| --- | --- |\n"


def count(subject, number):
    """Hold a count against the page, which names the tens that were full; write it if recording.

    A page that names fewer than there are stays true, so that a new route need not change it.
    """
    page = PAGE.read_text()
    subject = subject.replace("_", " ")
    counts = {words: int(least) for words, least in _ROW.findall(_BLOCK.search(page)[0])}
    if RECORDS:
        counts[subject] = number // 10 * 10
        rows = "".join(f"| {words} | {counts[words]} |\n" for words in sorted(counts))
        PAGE.write_text(_BLOCK.sub(lambda _: _HEAD + rows, page))
        return
    assert subject in counts, f"docs/security.md lacks {subject!r}: record it"
    assert number >= counts[subject], f"{subject}: {number}, and docs/security.md says more"
