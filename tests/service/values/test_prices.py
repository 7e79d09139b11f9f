"""What anything costs is taken out of what is shown, and nothing else."""

from typing import Annotated

from pydantic import BaseModel, Field

from service.values.prices import (
    HIDDEN,
    MONEY,
    Amount,
    in_sentence,
    json_without_prices,
    shown_without_prices,
    without_prices,
)


class Money(BaseModel):
    amount: Amount
    currency: str


class Line(BaseModel):
    name: str
    before: Annotated[str | None, MONEY]


class Quote(BaseModel):
    total: Money | None
    lines: list[Line]
    percent: Annotated[str | None, MONEY] = Field(alias="share")
    days: int


KEPT = {
    "total": {"amount": "7391.53", "currency": "EUR"},
    "lines": [{"name": "Material", "before": "12.30"}],
    "share": "4.2",
    "days": 7,
}
HIDDEN_KEPT = {
    "total": {"amount": None, "currency": "EUR"},
    "lines": [{"name": "Material", "before": None}],
    "share": None,
    "days": 7,
}


def test_what_was_kept_as_json_is_taken_for_what_its_model_says():
    assert without_prices(KEPT, Quote) == HIDDEN_KEPT
    assert without_prices({"lines": KEPT["lines"]}) == {"lines": KEPT["lines"]}


def test_models_are_hidden_from_the_inside_and_stay_models():
    shown = Quote.model_validate(KEPT)
    hidden = shown_without_prices({"quotes": [shown], "one": (shown,)})
    assert hidden["quotes"][0].model_dump(by_alias=True) == HIDDEN_KEPT
    assert hidden["one"][0].total.amount is None
    assert shown.total.amount == "7391.53", "the model itself stays as it was"


def test_without_a_model_an_amount_is_known_by_its_name():
    data = {"price": {"amount": "7391.53", "currency": "EUR"}, "offer_id": "7391.53", "n": [3]}
    hidden = {"price": {"amount": None, "currency": "EUR"}, "offer_id": "7391.53", "n": [3]}
    assert json_without_prices([data]) == [hidden]


def test_figures_of_a_check_are_amounts_where_their_unit_is_a_currency():
    check = {"check": "order_value", "value": 7391.53, "limit": 5000, "unit": "EUR"}
    assert json_without_prices(check) == check | {"value": None, "limit": None}
    walls = {"check": "walls", "value": 0.5, "limit": 0.8, "unit": "mm"}
    assert json_without_prices(walls) == walls


def test_sentences_lose_amounts_and_keep_everything_else():
    sentence = "an order of 7391.53 EUR > 5000 EUR"
    assert json_without_prices({"reason": sentence})["reason"] == in_sentence(sentence)
    assert in_sentence(sentence) == f"an order of {HIDDEN} EUR > {HIDDEN} EUR"
    assert in_sentence("€7,391.53 or EUR 7.391,53.") == f"{HIDDEN} or EUR {HIDDEN}."
    assert in_sentence("7’391.53 CHF") == f"{HIDDEN} CHF"
    for said in ("1 234 567,50 EUR", "100,- EUR", "100.\N{EN DASH} EUR", "100,-- EUR"):
        assert in_sentence(said) == f"{HIDDEN} EUR"
    assert in_sentence("EUR7391.53 or EUR100,-") == f"EUR {HIDDEN} or EUR {HIDDEN}"
    for said in (
        "5 pieces of 12.5 mm",
        "WB-7K3M-9Q2T",
        "PLA 12",
        "20 x 30 mm in 3 days",
        "WB2 100",
    ):
        assert in_sentence(said) == said
    assert json_without_prices({"title": sentence}) == {"title": sentence}


def test_figures_without_end_are_not_tried_from_each_place_to_the_end():
    for group in ("1'", " 111"):
        endless = "1" + group * 100_000
        assert in_sentence(endless) == endless
