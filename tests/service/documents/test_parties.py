"""How a configuration reads in documents."""

import pytest

from service.documents import parties


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("0.5", "en", "0.5 mm"),
        ("0.5", "de", "0,5 mm"),
        ("0.0005", "de", "0,0005 mm"),
        ("0.50", "de", "0,50 mm"),
        ("1E+1", "de", "10 mm"),
        ("99." + "9" * 40, "de", "99." + "9" * 40 + " mm"),
        ("1E-400", "de", "1E-400 mm"),
    ],
)
def test_a_tolerance_keeps_all_its_places_in_the_language_of_the_reader(value, language, words):
    shown = parties.configuration_of({"tolerance_mm": value}, {}, language)
    assert shown["tolerance_mm"][1] == words
