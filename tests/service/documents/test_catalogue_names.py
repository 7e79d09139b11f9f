"""What the catalogue offers is called as its reader calls it, on papers, in mails and on pages."""

import tomllib
from pathlib import Path

import pytest

import service.operations.example as example
from service.documents.catalogue_names import COLORS, NAMES, catalogue_name, color_name
from service.documents.price_lines import price_line
from service.translations import languages

FOLDER = Path(example.__file__).parent
TABLES = [tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))]


def values_of(entry, key):
    """All that stands under a key, however deep."""
    if isinstance(entry, dict):
        yield from [entry[key]] if key in entry else []
        entry = entry.values()
    if not isinstance(entry, str) and hasattr(entry, "__iter__"):
        for part in entry:
            yield from values_of(part, key)


def test_every_material_finish_and_colour_that_comes_with_the_service_has_its_words():
    rows = [
        row for table in TABLES for kind in ("material", "post_processing") for row in
        table.get(kind, ())
    ]  # fmt: skip
    assert len(rows) > 30
    assert {row["name"] for row in rows} - set(NAMES) == set()
    colors = {name for part in TABLES for names in values_of(part, "colors") for name in names}
    assert len(colors) > 10
    assert colors - set(COLORS) == set()
    assert set(languages()) == {"en", "de"}


@pytest.mark.parametrize(
    ("name", "german"),
    [
        ("Polyamide 12, glass filled", "Polyamid 12, glasgefüllt"),
        ("Titanium Ti-6Al-4V", "Titan Ti-6Al-4V"),
        ("Bead blasting", "Perlstrahlen"),
        ("Our own alloy", "Our own alloy"),
        ("", ""),
    ],
)
def test_a_name_is_translated_and_one_of_somebody_elses_stays(name, german):
    assert catalogue_name(name, "de") == german
    assert catalogue_name(name, "en") == name


@pytest.mark.parametrize(
    ("color", "german"), [("black", "schwarz"), ("Black", "schwarz"), ("RAL 9005", "RAL 9005")]
)
def test_the_case_of_a_colour_does_not_count(color, german):
    assert color_name(color, "de") == german


def test_the_line_of_a_price_names_the_finish():
    assert price_line("Post-processing: Painting", "de") == "Nachbearbeitung: Lackieren"
    assert price_line("Post-processing: Painting", "en") == "Post-processing: Painting"
    assert price_line("Post-processing: Our own", "de") == "Nachbearbeitung: Our own"
    assert price_line("Machine time", "de") == "Maschinenzeit"
    assert price_line("Our own", "de") == "Our own"
