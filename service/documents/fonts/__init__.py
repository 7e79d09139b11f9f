"""The typeface of all documents and pictures: DejaVu Sans Condensed 2.37, shipped with the service.

It covers the Latin, Greek and Cyrillic alphabets; a bare machine has no fonts, and those inside
reportlab end at Latin-1. Its licence stands beside the files.
"""

from pathlib import Path

REGULAR = Path(__file__).with_name("DejaVuSansCondensed.ttf")
BOLD = Path(__file__).with_name("DejaVuSansCondensed-Bold.ttf")
