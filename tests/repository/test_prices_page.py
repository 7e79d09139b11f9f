"""The page that sets our prices beside published ones says what the example catalogue quotes."""

import re
from decimal import Decimal

import pytest

from service.manufacturing.quoting.matching import match
from service.operations import example
from tests.support.contractors import block, cube, order
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "prices.md"
EXAMPLE = example.load()
CONTRACTORS = [entry.contractor for entry in EXAMPLE.contractors]
PARTS = {
    "cube of 20 mm": cube(),
    "cube of 57 mm": cube(57.0),
    "open box, 50 x 50 x 30 mm, a quarter full": block(
        50.0, 50.0, 30.0, volume_mm3=18_750.0, surface_mm2=15_000.0
    ),
    "block, 50 x 50 x 30 mm, half full": block(
        50.0, 50.0, 30.0, volume_mm3=37_500.0, surface_mm2=11_000.0
    ),
    "block, 80 x 80 x 120 mm, half full": block(
        80.0, 80.0, 120.0, volume_mm3=384_000.0, surface_mm2=51_200.0
    ),
    "bracket, 30 x 30 x 60 mm, 10 cm3": block(
        30.0, 30.0, 60.0, volume_mm3=10_000.0, surface_mm2=9_000.0
    ),
}
ROWS = re.findall(
    r"^\| (.+?) \| (\d+) \| (\w+), ([\w-]+) \| ([\d.]+) \| ([\d.]+) \| [A-E] \|$",
    PAGE.read_text(),
    re.MULTILINE,
)


def test_the_page_has_a_row_for_each_part():
    assert {part for part, *_ in ROWS} == set(PARTS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}, {row[1]} pieces")
def test_the_page_says_what_the_catalogue_quotes(row):
    part, pieces, technology, material, published, ours = row
    asked = order(int(pieces), material, parts=[PARTS[part]], technology=technology)
    quotes = match(asked, CONTRACTORS, EXAMPLE.catalogue).quotes
    cheapest = min((q for q in quotes if q.currency == "EUR"), key=lambda quote: quote.total)
    (shipping,) = (line.amount for line in cheapest.lines if line.name == "Shipping")
    each = round((cheapest.total - shipping) / int(pieces), 2)
    assert Decimal(ours) == each
    assert Decimal(1) / 7 < Decimal(published) / each < 7
