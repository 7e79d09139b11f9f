"""Amounts are read as people write them; what can be read in two ways is not guessed."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from service.sourcing.amounts import BadAmount, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1234", "1234"), ("1234.5", "1234.5"), ("1234,5", "1234.5"), (" 12 ", "12"),
        ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1'234.50", "1234.50"),
        ("1’234.50", "1234.50"), ("1 234,50", "1234.50"), ("1\u202f234,50", "1234.50"),
        ("1\u00a0234", "1234"), ("1\u2009234", "1234"), ("1'234", "1234"),
        ("1.234.567", "1234567"), ("1,234,567.8", "1234567.8"), ("0,50", "0.50"), (".5", "0.5"),
        ("12,34", "12.34"), ("１２３４", "1234"), ("１２．５", "12.5"), ("12 €", "12"),
        ("€12", "12"),
        ("EUR 12.50", "12.50"), ("12,50 eur", "12.50"), ("1234,-", "1234"), ("12.--", "12"),
        ("0.123", "0.123"), ("1234.567", "1234.567"), ("12.3450", "12.345"), ("-5", "-5"),
        ("−5", "-5"), ("0", "0"),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_all_of_its_decimals(written, meant):
    assert read(written, "EUR") == Decimal(meant)


@pytest.mark.parametrize(
    "written",
    ["1.234", "1,234", "12.345", "123,456", "１．２３４", "1.234 €", "EUR 1,234", " 1.234 "],
)
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_one_mark_before_three_digits_can_be_both(written, currency):
    with pytest.raises(BadAmount) as refusal:
        read(written.replace("EUR", currency).replace("€", currency), currency)
    grouped, decimal = refusal.value.values["readings"]
    assert (refusal.value.why, grouped) == ("ambiguous", decimal * 1000)


@pytest.mark.parametrize(
    "written",
    ["much", "NaN", "inf", "1e3", "+5", "5.", "1'2", "1 2", "12,34,567.80", "1.234.56",
     "1,234.567,8", "1,234,56.7", "1..2", "--5", "12\u200b", "\u202e12", "0x1f", "1_000", "½",
     "12 € 5", "1" * 50, "/",
     "12⁵⁰", "1²", "12₅", "①"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(BadAmount) as refusal:
        read(written, "EUR")
    assert refusal.value.why == "unreadable"


@pytest.mark.parametrize("written", ["", "   ", "\u00a0"])
def test_nothing_is_no_amount(written):
    with pytest.raises(BadAmount) as refusal:
        read(written, "EUR")
    assert refusal.value.why == "empty"


@pytest.mark.parametrize("written", ["$12", "12 USD", "¥1200", "£ 3", "CHF 1'234.50"])
def test_an_amount_in_another_currency_is_refused(written):
    with pytest.raises(BadAmount) as refusal:
        read(written, "EUR")
    assert refusal.value.why == "currency"


@given(
    st.decimals(1, 10**9, places=2),
    st.sampled_from(["en", "de", "de_CH", "fr", "sv", "it", "pl", "pt", "ja"]),
)
def test_amounts_to_the_cent_are_read_as_any_country_writes_them(amount, locale):
    written = format_decimal(amount, format="#,##0.00", locale=locale)
    assert read(written, "EUR") == amount
