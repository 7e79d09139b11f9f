from enum import StrEnum


class PaperShownKind(StrEnum):
    DELIVERY_NOTE = "delivery_note"
    OFFER = "offer"
    ORDER_CONFIRMATION = "order_confirmation"
    REQUEST_FOR_QUOTATION = "request_for_quotation"

    def __str__(self) -> str:
        return str(self.value)
