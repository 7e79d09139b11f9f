"""Money as answers show it."""

from decimal import Decimal

from pydantic import Field

from service.api.http.fields import Shown
from service.manufacturing.quoting.currencies import written
from service.values.prices import Amount


class MoneyShown(Shown):
    """An amount in a currency (ISO 4217)."""

    amount: Amount = Field(examples=["12.30"])
    currency: str = Field(examples=["EUR"])


def show_money(amount: Decimal, currency: str) -> MoneyShown:
    """An amount with as many decimals as its currency has."""
    return MoneyShown.model_construct(amount=written(amount, currency), currency=currency)
