"""A VAT identification number that an organisation states may be one of its country."""

import pytest

from service.translations import say
from service.values.vat_ids import normal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("DE 136 695 976", "DE136695976"),
        ("de136695976", "DE136695976"),
        ("ATU13585627", "ATU13585627"),
        ("EL 094259216", "EL094259216"),
        ("XI 980780684", "XI980780684"),
        ("GB 980 7806 84", "GB980780684"),
        ("CHE-107.787.577 MWST", "CHE107787577MWST"),
        ("27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
        ("US 12-3456789", "US123456789"),
    ],
)
def test_a_number_is_kept_without_spaces_and_in_capitals(text, number):
    assert normal(text) == number
    assert normal(number) == number


@pytest.mark.parametrize("text", ["DE136695970", "DE13669597", "ATU13585628", "CHE107787578MWST"])
def test_a_number_with_wrong_digits_is_refused_with_its_country(text):
    with pytest.raises(ValueError, match="is no VAT identification number of") as refusal:
        normal(text)
    assert f"von {text[:2]}" in say(refusal.value.args[0], "de")


@pytest.mark.parametrize("text", ["", "DE1", "hello", "VAT number", "1" * 21, "DE<136695976>"])
def test_what_looks_like_no_such_number_is_refused(text):
    with pytest.raises(ValueError, match="as in DE136695976"):
        normal(text)
