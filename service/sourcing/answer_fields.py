"""What a contractor may answer to a request: the fields that API and answer page both check."""

from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from service.manufacturing.quoting.currencies import fits, minor_units
from service.sourcing import messages
from service.translations import gettext_noop as _
from service.values.moments import Moment

#: Characters of the texts, spaces around them left out; a question is a message.
LONGEST_QUESTION, LONGEST_NOTE, LONGEST_REASON = messages.LONGEST, 4000, 2000
#: Calendar days to the arrival.
LONGEST_LEAD_TIME = 3650
LARGEST_AMOUNT = 10**10


def _with_plain_line_ends(text: object) -> object:
    """Forms send CR LF (HTML, 4.10.22.7): the same text has the same length everywhere."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text


def _without_nul(text: str) -> str:
    """Refuse NUL, which PostgreSQL cannot keep; raises ValueError."""
    if "\x00" in text:
        raise ValueError(_("the text holds a NUL character"))
    return text


_LINE_ENDS, _NO_NUL = BeforeValidator(_with_plain_line_ends), AfterValidator(_without_nul)
#: What one side tells the other.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
    _NO_NUL,
    _LINE_ENDS,
]
Note = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NOTE), _NO_NUL, _LINE_ENDS
]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REASON), _NO_NUL, _LINE_ENDS
]


class _AnswerFields(BaseModel):
    """Fields that nobody reads are refused, so that no typo goes unseen."""

    model_config = ConfigDict(extra="forbid")


class OfferedPrice(_AnswerFields):
    """An amount with no more decimals than its currency has."""

    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    amount: Decimal = Field(gt=0, lt=LARGEST_AMOUNT, allow_inf_nan=False)

    @field_validator("amount")
    @classmethod
    def has_the_decimals_of_its_currency(cls, amount: Decimal, info: ValidationInfo) -> Decimal:
        """No decimal is dropped: what the currency cannot say is refused."""
        currency = info.data.get("currency")
        if currency is None:
            return amount  # refused already
        if not fits(amount, currency):
            raise PydanticCustomError(
                "decimals",
                "{amount} has more decimals than {currency} has: {places}",
                {"amount": str(amount), "currency": currency, "places": minor_units(currency)},
            )
        return amount


class NewOffer(_AnswerFields):
    """A binding offer, without tax. Whatever is left out is as quoted."""

    as_quoted: bool = Field(False, description="say so that nothing else is offered")
    price: OfferedPrice | None = None
    lead_time_days: int | None = Field(
        None,
        ge=1,
        le=LONGEST_LEAD_TIME,
        description="calendar days from the acceptance to the arrival at the client",
    )
    valid_until: Moment | None = Field(
        None, description="by default as long as the organization's offer_validity says"
    )
    note: Note = ""

    @model_validator(mode="after")
    def is_one_or_the_other(self) -> "NewOffer":
        """As quoted means neither another price nor another lead time."""
        if self.as_quoted and (self.price or self.lead_time_days is not None):
            raise ValueError(_("as_quoted takes neither price nor lead_time_days"))
        return self


AS_QUOTED = NewOffer(as_quoted=True)


class Question(_AnswerFields):
    """What the contractor wants to know."""

    text: Text


class Refusal(_AnswerFields):
    """Why the contractor declines."""

    reason: Reason = ""
