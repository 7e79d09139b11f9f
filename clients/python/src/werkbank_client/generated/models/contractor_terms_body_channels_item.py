from enum import StrEnum


class ContractorTermsBodyChannelsItem(StrEnum):
    INBOX = "inbox"
    MAIL = "mail"
    WEBHOOK = "webhook"

    def __str__(self) -> str:
        return str(self.value)
